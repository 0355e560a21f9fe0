import type { PhraseBank } from './bank.js';

export const topics: PhraseBank['topics'] = {
  food: {
    hooks: [
      'Sigue tu olfato. | Sigue tu olfato',
      'Hay olores que te paran en plena calle. | Ese olor',
      'Un buen día empieza en la mesa. | A la mesa',
    ],
    passages: [
      ['El primer bocado lo dice todo. | El primer bocado', 'Cierra los ojos y saboréalo. | Saboréalo'],
      [
        'Comer bien reúne a la gente en una mesa. | Una misma mesa',
        'Allí nacen las mejores conversaciones. | Para compartir',
      ],
    ],
  },
  coffee: {
    hooks: [
      'Lo primero, un café. | Lo primero, un café',
      '¿Cómo empieza tu mañana? | Tu mañana',
      'Siempre hay tiempo para otra taza. | Otra taza',
    ],
    passages: [
      [
        'Una buena taza hace que el mundo vaya más despacio. | Más despacio',
        'Durante cinco minutos, nada más importa. | Cinco minutos',
      ],
      ['Vienes por el café. | Por el café', 'Te quedas por el momento. | Por el momento'],
    ],
  },
  sport: {
    hooks: [
      '¿Listo para moverte? | ¿Listo?',
      'Tu cuerpo sabe más de lo que crees. | Tu cuerpo',
      'Siente cómo late tu corazón. | Tu corazón',
    ],
    passages: [
      ['Lo más difícil es empezar. | Empezar', 'Después, cada paso pesa menos. | Paso a paso'],
      [
        'Nadie se arrepiente de un buen entrenamiento. | Sin lamentos',
        'Solo del que se saltó. | No te lo saltes',
      ],
    ],
  },
  tech: {
    hooks: [
      '¿Y si simplemente funcionara? | Simplemente',
      'El futuro cabe en un bolsillo. | El futuro',
      '¿Todavía lo haces por el camino difícil? | ¿Difícil?',
    ],
    passages: [
      ['La buena tecnología no se nota. | No se nota', 'Te deja tiempo para lo que te gusta. | Más tiempo'],
      ['La vida ya es bastante complicada. | Más fácil', 'Tus herramientas no deberían serlo. | Fáciles'],
    ],
  },
  travel: {
    hooks: [
      '¿Dónde te gustaría estar? | ¿En otro lugar?',
      'Haz las maletas. | Las maletas',
      'El mundo te espera. | El mundo',
    ],
    passages: [
      ['Se vuelve con algo más que fotos. | Más que fotos', 'Se vuelve con historias. | Historias'],
      ['Cambiar de aires cambia las ideas. | Cambiar de aires', 'A veces bastan unos días. | Unos días'],
    ],
  },
  learning: {
    hooks: [
      '¿Qué has aprendido hoy? | Aprender',
      'Todo experto fue principiante. | Empezar',
      'Abre la mente. | Abre la mente',
    ],
    passages: [
      [
        'Lo que has aprendido no te lo quita nadie. | Solo tuyo',
        'Y crece cada vez que lo compartes. | Compártelo',
      ],
      ['Todo empieza con una pregunta. | Una pregunta', 'No dejes nunca de hacerlas. | Otra más'],
    ],
  },
  health: {
    hooks: [
      '¿Cómo estás, de verdad? | ¿Cómo estás?',
      'Respira hondo. | Respira',
      'Tu salud es lo primero. | La salud primero',
    ],
    passages: [
      ['Cuidarse no es un lujo. | No es un lujo', 'Ahí empieza todo lo demás. | Todo empieza ahí'],
      ['Los pequeños hábitos suman. | Pequeños hábitos', 'Mañana te lo agradecerás. | Gracias a ti'],
    ],
  },
  style: {
    hooks: [
      '¿Qué dice de ti tu estilo? | Tu estilo',
      'Lleva lo que va contigo. | Va contigo',
      'La primera impresión se queda. | Primera impresión',
    ],
    passages: [
      ['La moda pasa. | La moda pasa', 'El estilo se queda. | El estilo se queda'],
      ['Te lo pones y caminas más erguido. | Más erguido', 'No hace falta más prueba. | La prueba'],
    ],
  },
  home: {
    hooks: [
      '¿Qué convierte una casa en un hogar? | Un hogar',
      'Bienvenido a casa. | Bienvenido',
      'En ningún sitio como en casa. | Como en casa',
    ],
    passages: [
      [
        'El hogar es donde el día termina bien. | El día termina bien',
        'Se nota desde el primer paso. | Se nota',
      ],
      [
        'Luz, espacio y un rincón tranquilo lo cambian todo. | Luz y espacio',
        'Lo sientes nada más entrar. | Lo sientes',
      ],
    ],
  },
  culture: {
    hooks: [
      'Escucha con atención. | Escucha',
      'Se apagan las luces, se abre el telón. | El telón',
      'Hay momentos que ponen la piel de gallina. | Piel de gallina',
    ],
    passages: [
      [
        'Por un rato, te olvidas del mundo. | Olvidar el mundo',
        'Y te llevas algo que se queda. | Algo que queda',
      ],
      ['El arte no pide permiso. | El arte', 'Simplemente encuentra el camino hasta ti. | Hasta ti'],
    ],
  },
  nature: {
    hooks: [
      'Escucha el mundo de ahí fuera. | Ahí fuera',
      'Solo tenemos un planeta. | Un planeta',
      'La naturaleza no necesita filtros. | Sin filtros',
    ],
    passages: [
      ['Todo está conectado. | Todo conectado', 'Lo que hacemos aquí se nota en otra parte. | Aquí y allí'],
      ['La naturaleza se toma su tiempo. | Su tiempo', 'Y aun así, todo llega. | Todo llega'],
    ],
  },
  money: {
    hooks: [
      '¿Sabes adónde va tu dinero? | Tu dinero',
      'La tranquilidad vale mucho. | Tranquilidad',
      'Decidir bien empieza por ver claro. | Ver claro',
    ],
    passages: [
      [
        'El dinero no debería quitarle el sueño a nadie. | Dormir bien',
        'Un buen plan ayuda a dormir tranquilo. | Un buen plan',
      ],
      ['El mejor momento para empezar fue ayer. | Empezar', 'El segundo mejor es hoy. | Hoy'],
    ],
  },
  family: {
    hooks: [
      '¿Recuerdas lo grande que era el mundo? | Un mundo enorme',
      'Nada como el tiempo en familia. | En familia',
      'Crecen tan rápido. | Tan rápido',
    ],
    passages: [
      [
        'Los niños no recuerdan los días perfectos. | Los días de verdad',
        'Recuerdan los que pasasteis juntos. | Juntos',
      ],
      ['El tiempo juntos nunca se pierde. | Nunca se pierde', 'Es el que recordamos. | Recordar'],
    ],
  },
  animals: {
    hooks: [
      '¿Quién te espera en la puerta? | ¿Quién te espera?',
      'Algunos amigos tienen cuatro patas. | Cuatro patas',
      'Mira esos ojos. | Esos ojos',
    ],
    passages: [
      [
        'Los animales no preguntan quién eres. | Tal como eres',
        'Simplemente se alegran de verte. | Se alegran',
      ],
      ['La confianza se gana día a día. | La confianza', 'Y te la devuelven cada día. | Cada día'],
    ],
  },
};
