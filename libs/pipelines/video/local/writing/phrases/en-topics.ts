import type { PhraseBank } from './bank.js';

export const topics: PhraseBank['topics'] = {
  food: {
    hooks: [
      'Follow your nose. | Follow your nose',
      'Some smells make you stop in the street. | That smell',
      'Good days begin with good food. | Good food, good day',
    ],
    passages: [
      ['The first bite tells you everything. | The first bite', 'Close your eyes and taste it. | Taste it'],
      [
        'Good food brings people to one table. | One table',
        'And the best conversations begin there. | Share it',
      ],
    ],
  },
  coffee: {
    hooks: [
      'First things first: coffee. | Coffee first',
      'How does your morning begin? | Your morning',
      'There is always time for one more cup. | One more cup',
    ],
    passages: [
      [
        'A good cup makes the world slow down. | Slow down',
        'For five minutes, nothing else matters. | Five minutes',
      ],
      [
        'Some people come for the coffee. | Come for the coffee',
        'They stay for the moment. | Stay for the moment',
      ],
    ],
  },
  sport: {
    hooks: [
      'Ready to move? | Ready to move?',
      'Your body knows more than you think. | Trust your body',
      'Feel your heart beat. | Feel the beat',
    ],
    passages: [
      [
        'The hardest part is getting started. | Get started',
        'After that, every step gets lighter. | Step by step',
      ],
      [
        'You never regret a good workout. | No regrets',
        'You only regret the one that you skipped. | Do not skip it',
      ],
    ],
  },
  tech: {
    hooks: [
      'What if it simply worked? | It simply works',
      'The future fits in your pocket. | The future',
      'Still doing it the hard way? | The hard way?',
    ],
    passages: [
      [
        'Good technology stays in the background. | In the background',
        'It leaves you with time for what you love. | More time',
      ],
      ['Life is complicated enough. | Keep it simple', 'Your tools should not be. | Simple tools'],
    ],
  },
  travel: {
    hooks: [
      'Where would you rather be? | Somewhere else?',
      'Pack your bags. | Pack your bags',
      'The world is waiting. | The world is waiting',
    ],
    passages: [
      [
        'You come home with more than photos. | More than photos',
        'You come home with stories. | Come home with stories',
      ],
      [
        'A change of scene changes how you think. | A change of scene',
        'Sometimes a few days are enough. | A few days away',
      ],
    ],
  },
  learning: {
    hooks: [
      'What did you learn today? | What did you learn?',
      'Every expert was once a beginner. | Start as a beginner',
      'Open your mind. | Open your mind',
    ],
    passages: [
      [
        'Nobody can take away what you have learned. | Yours to keep',
        'It grows every time you share it. | Share it',
      ],
      ['Questions are how everything begins. | Ask questions', 'Never stop asking them. | Never stop asking'],
    ],
  },
  health: {
    hooks: [
      'How are you, really? | How are you?',
      'Take a deep breath. | A deep breath',
      'Your health comes first. | Health first',
    ],
    passages: [
      [
        'Taking care of yourself is no luxury. | No luxury',
        'It is where everything else begins. | It starts with you',
      ],
      ['Small habits add up. | Small habits', 'Your future self will thank you. | Thank yourself'],
    ],
  },
  style: {
    hooks: [
      'What does your style say about you? | Your style',
      'Wear what feels like you. | Feel like you',
      'First impressions last. | First impressions',
    ],
    passages: [
      ['Fashion comes and goes. | Beyond fashion', 'Style stays. | Style stays'],
      [
        'You put it on, and you stand a little taller. | Stand taller',
        'That is all the proof you need. | All the proof',
      ],
    ],
  },
  home: {
    hooks: [
      'What makes a house a home? | A real home',
      'Welcome home. | Welcome home',
      'There is no place like home. | Like home',
    ],
    passages: [
      [
        'Home is where the day ends well. | The day ends well',
        'It should feel right from the first step inside. | It feels right',
      ],
      [
        'Light, space and a quiet corner can change everything. | Light and space',
        'You feel it as soon as you walk in. | You feel it',
      ],
    ],
  },
  culture: {
    hooks: [
      'Listen closely. | Listen closely',
      'Lights down, curtain up. | Curtain up',
      'Some moments give you goosebumps. | Goosebumps',
    ],
    passages: [
      [
        'For a while, you forget the world outside. | Forget the world',
        'And you take something home that stays. | Something that stays',
      ],
      ['Art does not ask for permission. | Art', 'It simply finds its way to you. | It finds you'],
    ],
  },
  nature: {
    hooks: [
      'Listen to the world outside. | Listen outside',
      'We only have one planet. | One planet',
      'Nature needs no filter. | No filter',
    ],
    passages: [
      ['Everything is connected. | All connected', 'What we do here is felt somewhere else. | It matters'],
      ['Nature takes its time. | It takes time', 'And still everything gets done. | All in good time'],
    ],
  },
  money: {
    hooks: [
      'Do you know where your money goes? | Your money',
      'Peace of mind is worth a lot. | Peace of mind',
      'Good decisions start with a clear view. | A clear view',
    ],
    passages: [
      ['Money should not keep you awake. | Sleep well', 'A good plan lets you sleep at night. | A good plan'],
      ['The best time to start was yesterday. | Start now', 'The second best time is today. | Today'],
    ],
  },
  family: {
    hooks: [
      'Remember how big the world looked? | A big world',
      'Family time is the best time. | Family time',
      'They grow up so fast. | So fast',
    ],
    passages: [
      [
        'Children do not remember the perfect days. | Real days',
        'They remember the ones you spent together. | Together',
      ],
      ['Time together is never wasted. | Time together', 'It is what we remember. | What we remember'],
    ],
  },
  animals: {
    hooks: [
      'Who is waiting for you at the door? | Who is waiting?',
      'Some friends have four legs. | Four legs',
      'Look into those eyes. | Those eyes',
    ],
    passages: [
      [
        'Animals do not ask who you are. | Just as you are',
        'They are simply glad that you are here. | Glad you are here',
      ],
      ['Trust is earned, one day at a time. | Trust', 'And it is given back every day. | Every day'],
    ],
  },
};
