import type { DirectionRules } from './rules.js';

const FILM =
  '(?:v[ií]deos?|películas?|clips?|spots?|anuncios?|reels?|animaci(?:ón|ones)|tr[aá]iler(?:es)?|teasers?|cortos?|historias?|presentaci(?:ón|ones)|comercial(?:es)?)';
const MAKE =
  '(?:haz|haga|hagan|hacer|hazme|crea|crear|cree|créame|produce|producir|genera|generar|genere|prepara|preparar|escribe|escribir|diseña|diseñar|realiza|realizar|monta|graba|elabora|elaborar)';
const POLITE =
  '(?:(?:hola|buenos días|buenas|por favor)[,!. ]*)*(?:(?:¿?(?:puedes|podrías|podría|puede)|quiero|queremos|quisiera|me gustaría|nos gustaría|necesito|necesitamos|busco|buscamos) ?)?';
const LENGTH =
  '(?:,? (?:de|en|con) (?:unos )?(?:\\d+|quince|treinta|sesenta) ?(?:s|seg|segundos?|min|minutos?)(?!\\p{L}))?';
const CONNECT =
  '(?:\\s*[:—–-]\\s*|,? (?:sobre|acerca de|que (?:hable|habla|trate|trata) (?:de|sobre)|dedicado a|para (?:promocionar|anunciar|presentar|explicar|mostrar|vender|lanzar|celebrar|dar a conocer|promover)?|que (?:presente|presenta|anuncie|anuncia|explique|explica|muestre|muestra|cuente|cuenta|promocione|promociona|celebre)|presentando|anunciando|explicando|mostrando|promocionando|de(?= (?!\\d))) ?)';

export const spanish: DirectionRules = {
  request: new RegExp(
    `^${POLITE}(?:${MAKE} )?(?:un |una |el |la |nuestro )?(?:(?:breve|corto|pequeño|bonito|nuevo|buen) )?${FILM}(?!\\p{L})(?: (?:(?!sobre|para|que|de|acerca)[\\p{L}-]+)){0,3}?${LENGTH}(?: (?:para|en) (?:instagram|tiktok|youtube|facebook|linkedin|redes sociales|las redes(?: sociales)?|nuestra web))?${LENGTH}${CONNECT}`,
    'iu',
  ),
  requester:
    /^(.{3,60}?) (?:necesita|quiere|busca) (?:un |una )?(?:[\p{L}-]+ ){0,2}?(?:v[ií]deo|película|clip|spot|anuncio|reel)(?!\p{L})[\s,;:.–-]*(.*)$/isu,
  requestFor:
    /^((?:los |las |nuestros )?(?:niños|jóvenes|estudiantes|padres|clientes|principiantes|familias|adultos|empleados|adolescentes)(?: \p{L}+)?),? (?:sobre|acerca de|que explique|para explicar) /iu,
  announce:
    /^(?:(?:quiero|queremos|quisiera|quisiéramos|me gustaría|nos gustaría) )?(?:anunciar|decir|comunicar|contar|presentar|promocionar|anuncia|di|dile a todos)(?: que| a todos que) /i,
  tails: [
    /,? (?:y |pero )?(?:con|usando|en|utiliza|usa|añade) (?:una? |el |la |los |las )?(?:[\p{L}-]+,? (?:y )?){0,4}?(?:música|voz en off|tono|estilo|colores?|ambiente|visuales|animaci(?:ón|ones)|subtítulos|imágenes|formato|transiciones|efectos|tipografía)(?!\p{L})[^.]*$/iu,
    /,? (?:en )?(?:formato )?(?:9:16|16:9|1:1|4:5|vertical|cuadrado|horizontal)(?!\p{L})[^.]*$/iu,
    /,? (?:que dure|con una duración de|duración) ?:? ?\d+ ?(?:s|seg|segundos?)[^.]*$/i,
  ],
  audience:
    /,? (?:dirigido a|dirigida a|destinado a|orientado a|pensado para|enfocado a|para un público de) ([^,.;]+)/i,
  production: [
    /^(?:y |pero |también )*(?:el |la |los |las |este )?(?:v[ií]deo|película|clip|anuncio|tono|estilo|ambiente|música|voz(?: en off)?|color|colores|formato|duración|ritmo|visuales|narración|subtítulos|público(?: objetivo)?|animación|texto|tipografía|final) (?:debe|deben|debería|deberían|tiene que|será|es|son|ha de|puede)(?!\p{L})/iu,
    /^(?:todo|esto)? ?(?:debe|debería|tiene que) (?:ser|tener|durar|terminar|parecer|verse)/i,
    /^(?:y |también )*(?:usa|utiliza|añade|incluye|mantén|evita|pon|agrega|sin|elige|use|utilice|incluya)(?!\p{L}).*(?:música|voz|tono|estilo|colores?|visuales|animaciones|subtítulos|imágenes|planos?|escenas?|transiciones|tipografía|texto|efectos|emojis?|logo|v[ií]deo|formato)(?!\p{L})/iu,
    /^(?:en|con) (?:un |una )?(?:[\p{L}-]+,? (?:y )?){0,4}(?:tono|estilo|ambiente|formato)(?: [\p{L}-]+){0,3}[.!]?$/iu,
    /^(?:tono|estilo|formato|música) (?!es|son)[\p{L}, -]{3,40}[.!]?$/iu,
    /^(?:(?:muchas )?gracias(?: de antemano| por adelantado)?|hola|saludos|un saludo|buenos días)[,.!]*$/i,
  ],
  feature:
    /^(?:y |también |luego |por favor )*(?:destaca|destaque|menciona|mencione|subraya|resalta|enfatiza|habla de|explica|describe|presenta|recuerda|no olvides(?: mencionar| decir)?|di|cuenta|céntrate en)(?: que)? (.+)$/i,
  show: /^(?:y |también |luego )*(?:muestra|muestre|enseña|empieza con|comienza con|abre con|se ve|primer plano de|plano (?:general|detalle) de|vemos)\s+(.+)$/i,
  end: /^(?:y |también |luego )*(?:termina|termine|acaba|cierra|cierre|concluye|finaliza)(?: el v[ií]deo)? (?:con|en) (.+)$/i,
  urge: /^(?:y |también |luego )*(?:invita|invite|anima|anime|pide|motiva|llama) (?:a )?(?:la gente|el público|los espectadores|los clientes|todos|todo el mundo|los usuarios)? ?a (.+)$/i,
  endPrefix:
    /^(?:una? |el |la |nuestro )*(?:llamada a la acción|llamado a la acción|invitación|mensaje|eslogan|lema|frase|palabras?|texto|pregunta)(?: claro| clara)?(?: (?:a|para|que diga|de|que invite a)|\s*:)?\s*/i,
  call: /^(?:así que |y |ahora |hoy |ya )*¡?(?:ven|venid|venga|vengan|visita|visítanos|visite|visiten|reserva|reserve|pide|pida|llama|llámanos|llame|prueba|pruébalo|pruebe|descarga|descárgala|descargue|regístrate|regístrese|inscríbete|apúntate|únete|solicita|envía|envíanos|síguenos|sigue|suscríbete|compra|cómpralo|compre|descubre|descubra|contacta|contáctanos|aprovecha|no te (?:lo )?pierdas|no te la pierdas|pásate|te esperamos|os esperamos|los esperamos|nos vemos|participa|vota|dona|escríbenos|haz clic|haz tu|escanea|entra en|consigue|disfruta|acércate|conoce)(?!\p{L})/iu,
  imperative: (infinitive) =>
    infinitive
      .replace(/^venir(?!\p{L})/iu, 'ven')
      .replace(/^(\p{L}{2,})ar(?!\p{L})/iu, '$1a')
      .replace(/^(\p{L}{2,})arse(?!\p{L})/iu, '$1ate'),
  how: /^(?:cómo|por qué|lo que|dónde|cuándo|qué)(?!\p{L})(?!.*\?$)/iu,
  that: /^que (.+)$/i,
  labels: [
    [/^(?:producto|servicio|evento|negocio|tienda|aplicación)$/i, 'thing'],
    [/^(?:tema|descripción|brief|qué|proyecto|idea)$/i, 'subject'],
    [/^(?:nombre|marca|empresa|cliente|nombre del producto)$/i, 'name'],
    [/^(?:precio|tarifa|coste|costo|entradas?)$/i, 'price'],
    [/^(?:dónde|lugar|dirección|ciudad|ubicación)$/i, 'place'],
    [/^(?:cuándo|fechas?|horarios?|hora|fecha límite)$/i, 'date'],
    [/^(?:público(?: objetivo)?|audiencia|para quién|destinatarios)$/i, 'audience'],
    [/^(?:tono|estilo|ambiente|música|visuales|colores?|voz)$/i, 'look'],
    [/^(?:duración|formato|plataforma|idioma|objetivo|presupuesto|notas?)$/i, 'format'],
    [/^(?:cta|llamada a la acción|llamado a la acción|final|cierre)$/i, 'call'],
    [/^(?:eslogan|lema|cita|mensaje(?: clave)?|título)$/i, 'quote'],
    [
      /^(?:puntos?(?: clave| fuertes)?|ventajas?|beneficios?|ingredientes?|menú|programa|funciones|tareas|requisitos|ofertas?|características)$/i,
      'points',
    ],
    [/^(?:texto|guion|guión|narración|voz en off|detalles|información)$/i, 'text'],
  ],
  having: /^([^,]{3,90}), (?:con|que incluye|ofreciendo) (.{6,})$/i,
  heading:
    /^(?:la |una |nuestra )?(?:receta|tutorial|guía|historia)(?: fácil| sencilla| rápida)? (?:de |para |del )([^:.!?]{3,50})(?:\s*:\s*(.+))?$/isu,
  scene: /^(?:escena|plano|parte|paso)\s*\d{1,2}\s*[:.–-]\s*/i,
};
