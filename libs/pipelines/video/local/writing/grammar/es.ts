import { grammarOf } from './rules.js';

const MONTHS = '(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';

export const spanish = grammarOf({
  verbs:
    /(?<!\p{L})(?:es|son|será|serán|era|está|están|estamos|estará|soy|somos|hay|habrá|ha|han|hemos|tiene|tienen|tenemos|tienes|tendrá|va|van|vamos|hace|hacen|puede|pueden|puedes|podrás|debe|deben|quiere|quieren|quieres|abre|abren|abrimos|abrirá|ofrece|ofrecen|vende|venden|ayuda|ayudan|permite|permiten|cuesta|cuestan|empieza|empiezan|comienza|dura|duran|viene|vienen|llega|llegan|presenta|presentan|lanza|lanzan|busca|buscan|invita|invitan|espera|esperan|organiza|sirve|sirven|entrega|queda|quedan|da|dan|pone|trae|traen|anuncia|encuentra|vive|viven|juega|celebra|celebran|cambia|cambian|usa|usan|fabrica|produce|dice|dicen|ve|ven|sabe|saben|gusta|trabaja|trabajan|merece|existe|garantiza|cierra|contiene|incluye|incluyen|funciona|carga|conoce|elige|reserva|reserve|visita|visítanos|compra|llama|prueba|descarga|únete|solicita|descubre|aprovecha|disfruta|ven|mezcla|añade|cocina|hornea|necesitas|\p{L}{2,}(?:amos|emos|imos|aron|ieron|aban|ará|erá|irá|arán|erán))(?!\p{L})/iu,
  determiners:
    'el la los las un una unos unas nuestro nuestra nuestros nuestras tu tus su sus mi mis este esta estos estas ese esa cada todo toda todos todas algunos algunas varios varias del al',
  before:
    'nuevo nueva nuevos nuevas gran grandes pequeño pequeña pequeños pequeñas buen buena buenos buenas mejor mejores primer primera primeros primeras joven verdadero verdadera auténtico auténtica antiguo antigua bonito bonita',
  after:
    'fresco fresca frescos frescas caliente calientes gratis gratuito gratuita gratuitos gratuitas inteligente inteligentes natural naturales artesanal artesanales artesano artesana local locales español española abierto abierta tradicional tradicionales acogedor acogedora cómodo cómoda único única rápido rápida simple simples sostenible sostenibles solar solares eléctrico eléctrica moderno moderna musical cultural deportivo deportiva fácil fáciles antiguo antigua familiar familiares rojo roja verde azul negro negra blanco blanca crujiente crujientes delicioso deliciosa nuevo nueva casero casera caseros caseras ecológico ecológica ecológicos libre',
  of: 'de del en con',
  stop: 'y e o u pero ni que quien donde cuando como si no más muy con para por sobre sin desde hasta hacia entre en a ante es son está están ya también aquí allí hoy mañana siempre nunca bien se nos te me lo le les yo tú él ella nosotros vosotros usted ustedes ellos ellas horas hora minutos días abre abren ofrece tiene hace ven descubre hay lunes martes miércoles jueves viernes sábado domingo',
  ordinaryFirst:
    'él ella ellos ellas nosotros vosotros yo tú usted esto eso aquí con para por en desde hasta sin sobre y pero donde cuando cómo como por qué ven venga descubre reserva compra aprovecha disfruta más todo todos cada si gracias que quien hay hoy ya no',
  capitalNouns: false,
  called: /(?:llamad[oa]s?|se llama|de nombre|titulad[oa])/,
  nameIsFollowedBy:
    'es|son|ofrece|lanza|abre|presenta|ayuda|permite|te|organiza|busca|invita|hace|vende|anuncia|cuesta|tiene',
  place:
    /(?<!\p{L})(?:en|cerca de) (?:(?:el|la|los|las) )?\p{Lu}[\p{L}'’-]+(?: (?:(?:de|del|la|los) )*\p{Lu}[\p{L}'’-]+){0,2}/u,
  date: new RegExp(
    `(?<!\\p{L})(?:(?:este |cada |próximo )?(?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)(?:,? \\d{1,2} de ${MONTHS}(?: de \\d{4})?)?|\\d{1,2} de ${MONTHS}(?: de \\d{4})?|este fin de semana|esta noche|mañana)(?!\\p{L})`,
    'iu',
  ),
  compound: /\s*;\s+|,\s+(?:y|pero|así que)\s+|\s+(?:pero|así que)\s+/giu,
  spare: [
    /\s*\([^()]*\)/,
    /^(?:sin embargo|además|asimismo|por ejemplo|por supuesto|de hecho|en efecto|por cierto|también|finalmente|así),?\s+/i,
    /,\s+(?:que|quien|cuyo|cuya|donde|lo que)\s[^,;.!?]*(?:,|(?=[.!?]?$))/i,
    /,\s+(?:incluyendo|incluid[oa]s?|especialmente|para que|para|gracias a|porque|mientras|así como|con|sin|como|situad[oa]|cread[oa]|hech[oa]|diseñad[oa])\s[^;.!?]*(?=[.!?]?$)/i,
    /\s+(?:porque|ya que|aunque|mientras que|para que)\s[^,;.!?]*(?=[.!?]?$)/i,
    /^(?:en|a|después de|antes de|con|desde|para|durante|cuando|si|como)\s[^,;.!?]{3,60},\s+/i,
  ],
  object: (phrase) =>
    phrase
      .replace(/(?<!\p{L})mi(?= \p{L}+a(?!\p{L}))/giu, 'nuestra')
      .replace(/(?<!\p{L})mi(?!\p{L})/giu, 'nuestro')
      .replace(/(?<!\p{L})mis(?= \p{L}+as(?!\p{L}))/giu, 'nuestras')
      .replace(/(?<!\p{L})mis(?!\p{L})/giu, 'nuestros'),
  // Spanish needs no pronoun: "una panadería que abre a las 7" → "Abre a las 7".
  unfold: (phrase) => {
    const [, head, rest] =
      /^([^,;:]+?),? que ((?:abre|ofrece|vende|tiene|hace|ayuda|permite|cuesta|dura|carga|sirve|funciona|está|es)(?!\p{L}).+)$/iu.exec(
        phrase,
      ) ?? [];
    return head === undefined || rest === undefined || rest.split(' ').length < 3 ? undefined : [head, rest];
  },
});
