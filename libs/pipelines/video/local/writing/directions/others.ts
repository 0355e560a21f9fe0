/** In languages that we have no further rules for, at least the order for a film is taken off the subject. */
const REQUESTS: Readonly<Record<string, RegExp>> = {
  it: /^(?:(?:per favore[, ]+)?(?:crea|creare|fai|fare|realizza|produci|genera|voglio|vorrei|vorremmo|ho bisogno di|ci serve) )?(?:un |il )?(?:breve )?(?:video|filmato|spot|clip|reel)(?: di \d+ (?:secondi|minuti))? (?:su|sul|sulla|per|che (?:presenta|spiega|mostra|annuncia)) /i,
  pt: /^(?:(?:por favor[, ]+)?(?:crie|cria|criar|faça|faz|fazer|produza|gere|quero|queremos|preciso de|precisamos de|gostaria de) )?(?:um |o )?(?:breve |curto )?(?:v[ií]deo|filme|anúncio|spot|clipe|reel)(?: de \d+ (?:segundos|minutos))? (?:sobre|para|que (?:apresenta|explica|mostra|anuncia)) /i,
  nl: /^(?:(?:maak|creëer|produceer|ik wil|we willen|ik heb|we hebben|graag) )?(?:een )?(?:korte |kort )?(?:video|film|filmpje|spot|clip|reel)(?: van \d+ (?:seconden|minuten))?(?: nodig)? (?:over|voor) /i,
  ru: /^(?:(?:пожалуйста,? )?(?:сделай(?:те)?|создай(?:те)?|сними(?:те)?|нужен|нужно|хочу|хотим) )?(?:короткое |короткий |\d+-секундн\p{L}+ )?(?:видео|ролик|фильм|клип)(?: на \d+ секунд)? (?:о|об|про|для) /iu,
};
/** Japanese and Chinese put the order behind the subject, or right before it. */
const JAPANESE =
  /(?:について|に関する|を紹介する|を宣伝する|のための|の)の?(?:\d+秒の?)?(?:短い)?(?:動画|ビデオ|映像|CM|ムービー)を?(?:作って|作成して|制作して|お願い)?(?:ください|下さい|ほしい|欲しい|します)?(?:です)?[。.]?$/u;
const CHINESE =
  /^(?:请)?(?:帮我)?(?:制作|做|创建|拍摄|生成)(?:一个|一段|一部)?(?:\d+秒的?)?(?:关于)?(.+?)的?(?:短?视频|影片|短片|广告)[。.]?$/u;

export function withoutRequest(sentence: string, language: string): string {
  if (language === 'ja') return sentence.replace(JAPANESE, '。');
  if (language === 'zh') return sentence.replace(CHINESE, '$1。');
  const request = REQUESTS[language];
  return request === undefined ? sentence : sentence.replace(request, '');
}
