import type { PhraseBank } from './bank.js';

export const genres: PhraseBank['genres'] = {
  offer: {
    hooks: [
      '¿Buscas algo especial? | Algo especial',
      '¿Y si hoy fuera un poco mejor? | Un día mejor',
      'Hay descubrimientos que te alegran el día. | Un descubrimiento',
    ],
    passages: [
      ['Podrías seguir buscando. | ¿Seguir buscando?', 'O podrías quedarte aquí. | Quédate aquí'],
      [
        'Mereces algo más que lo de siempre. | Más que lo de siempre',
        'Vas a notar la diferencia. | La diferencia',
      ],
      [
        'Siempre hay una razón para conformarse con menos. | ¿Conformarse?',
        'Y siempre hay una mejor para no hacerlo. | Elige mejor',
      ],
      ['No hace falta que nos creas. | ¿No nos crees?', 'Ven y compruébalo. | Compruébalo'],
    ],
    invites: [
      'Tenemos muchas ganas de recibirte. | Te damos la bienvenida',
      'Trae a alguien o ven a tu aire. | Ven como quieras',
      'No hay mejor momento que este. | Es el momento',
    ],
    closers: [
      'Ven y compruébalo. | Compruébalo',
      'Descubre más hoy mismo. | Descubre más',
      'Date el gusto. | Date el gusto',
    ],
  },
  event: {
    hooks: [
      'Hay fechas que merecen un círculo en el calendario. | Apunta la fecha',
      '¿Ya tienes planes? | ¿Tienes planes?',
      'Vas a querer estar allí. | Vas a querer ir',
    ],
    passages: [
      [
        'Hay noches que se olvidan a la mañana siguiente. | Inolvidable',
        'Y otras de las que se habla durante años. | Dará que hablar',
      ],
      [
        'Las fotos son para quien se quedó en casa. | Más que fotos',
        'Lo auténtico pasa cuando la gente se encuentra. | Lo auténtico',
      ],
      ['Piensa a quién te gustaría llevar. | ¿Con quién?', 'Es el momento de decírselo. | Díselo'],
    ],
    invites: [
      'Trae a tus amigos. | Con tus amigos',
      'Guarda la fecha. | Guarda la fecha',
      'Solo faltas tú. | Solo faltas tú',
    ],
    closers: [
      'Te esperamos. | Te esperamos',
      '¡Nos vemos allí! | ¡Nos vemos allí!',
      'Forma parte de ello. | Forma parte',
    ],
  },
  job: {
    hooks: [
      '¿Te sigue ilusionando tu trabajo? | ¿Ilusión?',
      'Quizá sea hora de algo nuevo. | Algo nuevo',
      'Tu próximo capítulo puede empezar aquí. | Tu próximo capítulo',
    ],
    passages: [
      [
        'Algunos equipos discuten quién tenía razón. | ¿Quién tenía razón?',
        'Los buenos preguntan qué se puede aprender. | Aprender juntos',
      ],
      ['Imagina un lunes que apetece. | Un buen lunes', 'Está más cerca de lo que parece. | Muy cerca'],
      [
        'Un buen trabajo es más que un sueldo. | Más que un sueldo',
        'Es la gente, el sentido y el espacio para crecer. | Espacio para crecer',
      ],
      [
        'Pasamos buena parte de la vida trabajando. | Una vida de trabajo',
        'Que sea un tiempo bien empleado. | Tiempo bien empleado',
      ],
      [
        'Nadie lo sabe todo el primer día. | El primer día',
        'La curiosidad llega más lejos que un título. | Curiosidad',
      ],
    ],
    invites: ['Nos encantaría conocerte. | Conócenos', '¿Podrías ser tú? | ¿Podrías ser tú?'],
    closers: ['Envía tu candidatura hoy. | Envía tu candidatura', 'Tenemos ganas de conocerte. | Nos vemos'],
  },
  recipe: {
    hooks: [
      '¿Tienes hambre? | ¿Tienes hambre?',
      'Es más fácil de lo que parece. | Más fácil',
      'Súbete las mangas. | A cocinar',
    ],
    passages: [
      ['Lo bueno necesita unos minutos. | Unos minutos', 'Lo demás es la espera. | Casi listo'],
      ['Se huele antes de verla. | Ese olor', 'Y todos vendrán a la mesa sin que los llames. | A la mesa'],
      ['¿Algo sale mal? | ¿Algo sale mal?', 'Pasa en las mejores cocinas. | Pasa siempre'],
      [
        'Cocinar bien no es cosa de magia. | Sin magia',
        'Hacen falta buenos ingredientes y un poco de paciencia. | Un poco de paciencia',
      ],
      [
        'Pon música y tómate tu tiempo. | Sin prisa',
        'La cocina es el mejor lugar de la casa. | El mejor lugar',
      ],
    ],
    invites: [
      'Prepárala para alguien a quien quieres. | Para compartir',
      'Tu cocina va a oler de maravilla. | Qué olor',
    ],
    closers: ['¡Buen provecho! | ¡Buen provecho!', 'Ahora toca probarlo. | A la mesa'],
  },
  news: {
    hooks: [
      'Esto es lo que hay que saber. | Lo que hay que saber',
      'La noticia, en breve. | En breve',
      'Veamos los hechos. | Los hechos',
    ],
    passages: [
      [
        'Detrás de cada decisión hay personas. | Las personas',
        'Unas ganan y otras se preocupan. | Ventajas y temores',
      ],
      [
        'Conviene mirar los detalles. | Los detalles',
        'Las cifras solo cuentan una parte de la historia. | Una parte',
      ],
      [
        'Habrá opiniones para todo. | Opiniones',
        'Los hechos son un buen punto de partida. | Partir de los hechos',
      ],
      [
        'Algunas noticias se olvidan esa misma noche. | Pronto olvidadas',
        'Otras se quedan durante años. | Para años',
      ],
      [
        'Un titular se lee rápido y se olvida rápido. | Tras el titular',
        'Lo que cuenta es lo que cambia para la gente. | Lo que cambia',
      ],
      [
        'No todas las preguntas tienen respuesta todavía. | Preguntas abiertas',
        'Las próximas semanas dirán más. | Próximamente',
      ],
    ],
    invites: [
      'Es una historia que conviene seguir. | Conviene seguirla',
      'Lo que venga después dirá el resto. | Lo que viene',
    ],
    closers: ['Mantente al día. | Mantente al día', 'Sigue la noticia con nosotros. | Sigue la noticia'],
  },
  general: {
    hooks: [
      'Hablemos de algo que importa. | Algo que importa',
      '¿Lo has pensado alguna vez? | ¿Lo has pensado?',
    ],
    passages: [
      ['Siempre hay más de lo que se ve. | Más de lo que se ve', 'Solo hay que mirar. | Mira'],
      [
        'Cada uno lo ve un poco a su manera. | A tu manera',
        'Eso es lo que lo hace interesante. | Interesante',
      ],
    ],
    invites: ['Piénsalo. | Piénsalo', '¿Y tú, qué opinas? | ¿Qué opinas?'],
    closers: [
      'Míralo con otros ojos. | Con otros ojos',
      'Gracias por tu atención. | Gracias',
      'Descubre más. | Descubre más',
    ],
  },
};
