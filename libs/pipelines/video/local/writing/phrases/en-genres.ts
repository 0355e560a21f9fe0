import type { PhraseBank } from './bank.js';

export const genres: PhraseBank['genres'] = {
  offer: {
    hooks: [
      'Looking for something special? | Something special',
      'What if today were a little better? | A better today',
      'Some discoveries make your day. | Made your day',
      'Your day is about to get better. | A better day',
    ],
    passages: [
      [
        'You could keep looking for something better. | Still looking?',
        'Or you could stop right here. | Stop right here',
      ],
      [
        'You deserve more than just good enough. | More than good enough',
        'You will feel the difference. | Feel the difference',
      ],
      [
        'There is always a reason to settle for less. | Never settle',
        'And there is always a better reason not to. | Choose better',
        'This is one of them. | Here is one',
      ],
      [
        'Do not take our word for it. | See for yourself',
        'Come and find out for yourself. | Find out yourself',
      ],
    ],
    invites: [
      'We cannot wait to welcome you. | You are welcome',
      'Bring a friend, or come as you are. | Come as you are',
      'There is no better moment than now. | No time like now',
    ],
    closers: [
      'Come and see for yourself. | See for yourself',
      'Find out more today. | Find out more',
      'Give it a try. | Give it a try',
    ],
  },
  event: {
    hooks: [
      'Some dates deserve a big circle on the calendar. | Save the date',
      'Have you made plans yet? | Any plans?',
      'You will want to be there. | Be there',
    ],
    passages: [
      [
        'Some evenings you forget by the next morning. | Unforgettable',
        'Others you talk about for years. | Talk of the town',
        'The only way to know is to be there. | Be there',
      ],
      [
        'Photos are fine for those who stayed at home. | Not just photos',
        'The real thing happens when people meet. | The real thing',
      ],
      [
        'Think of the people you would love to bring. | Bring someone',
        'Now is the time to ask them. | Ask them now',
      ],
    ],
    invites: [
      'Bring your friends. | Bring your friends',
      'Keep the date free. | Keep it free',
      'All that is missing is you. | Only you are missing',
    ],
    closers: [
      'We look forward to seeing you. | See you there',
      'See you there! | See you there!',
      'Be part of it. | Be part of it',
    ],
  },
  job: {
    hooks: [
      'Is your work still exciting? | Still exciting?',
      'Maybe it is time for something new. | Something new',
      'Your next chapter could start here. | Your next chapter',
    ],
    passages: [
      [
        'Some teams argue about who was right. | Who was right?',
        'Good teams ask what they can learn. | What can we learn?',
      ],
      [
        'Picture a Monday morning that you look forward to. | A good Monday',
        'It is closer than it seems. | Closer than it seems',
      ],
      [
        'A good job is more than a salary. | More than a salary',
        'It is the people, the purpose and the freedom to grow. | Room to grow',
      ],
      [
        'You spend a large part of your life at work. | Time well spent',
        'It should be time well spent. | Well spent',
      ],
      [
        'You do not have to know everything on day one. | Day one',
        'Curiosity takes you further than any certificate. | Stay curious',
      ],
    ],
    invites: [
      'We would love to hear from you. | Talk to us',
      'Know someone who fits? Pass it on. | Pass it on',
      'Could this be you? | Could this be you?',
    ],
    closers: [
      'Apply today. | Apply today',
      'We look forward to meeting you. | Meet us',
      'Take the next step. | The next step',
    ],
  },
  recipe: {
    hooks: [
      'Hungry? | Hungry?',
      'This one is easier than it looks. | Easier than it looks',
      'Roll up your sleeves. | Roll up your sleeves',
    ],
    passages: [
      ['Good things take a few minutes. | A few minutes', 'The rest is anticipation. | Almost there'],
      [
        'You can smell it before you see it. | Can you smell it?',
        'And everyone will come to the table by themselves. | To the table',
      ],
      [
        'Something goes wrong? | Something goes wrong?',
        'It happens in the best of kitchens. | It happens to everyone',
      ],
      [
        'Good cooking needs no magic. | No magic',
        'It needs good ingredients and a little patience. | A little patience',
      ],
      [
        'Put on some music and take your time. | Take your time',
        'The kitchen is the best room in the house. | The best room',
      ],
      [
        'Recipes are like songs. | Like a song',
        'Once you know the tune, you can make them your own. | Make it your own',
      ],
    ],
    invites: [
      'Cook it for someone you like. | For someone you like',
      'Your kitchen will smell wonderful. | What a smell',
    ],
    closers: ['Enjoy your meal! | Enjoy!', 'Now it is time to taste it. | Time to taste'],
  },
  news: {
    hooks: [
      'Here is what you need to know. | What you need to know',
      'This is the story in brief. | The story in brief',
      'Let us look at the facts. | The facts',
    ],
    passages: [
      [
        'Behind every decision there are people. | The people behind it',
        'Some of them gain, and some of them worry. | Gains and worries',
      ],
      [
        'It pays to look at the details. | The details',
        'Numbers tell only a part of the story. | Part of the story',
      ],
      [
        'Opinions will differ. | Opinions differ',
        'The facts are a good place to start. | Start with the facts',
      ],
      [
        'Some news is gone by the evening. | Gone by the evening',
        'Some of it stays with us for years. | Here to stay',
      ],
      [
        'Headlines are quickly read and quickly forgotten. | Behind the headline',
        'What counts is what they mean for people. | What it means',
      ],
      [
        'Not every question has an answer yet. | Open questions',
        'The coming weeks will show more. | The coming weeks',
      ],
    ],
    invites: [
      'It is a story to keep an eye on. | Keep an eye on it',
      'Much will depend on what happens next. | What happens next',
    ],
    closers: ['Stay informed. | Stay informed', 'Follow the story as it develops. | Follow the story'],
  },
  general: {
    hooks: [
      'Let us talk about something that matters. | Something that matters',
      'Have you ever stopped to think about it? | Ever wondered?',
    ],
    passages: [
      ['There is always more than meets the eye. | More than it seems', 'You only have to look. | Just look'],
      [
        'Everybody sees it a little differently. | How do you see it?',
        'That is what makes it interesting. | Interesting',
      ],
    ],
    invites: ['Think about it. | Think about it', 'What do you make of it? | Your thoughts?'],
    closers: [
      'See it with new eyes. | With new eyes',
      'Thank you for watching. | Thank you',
      'Discover more. | Discover more',
    ],
  },
};
