/** The same in other languages, as far as a few plain words carry it. Latin letters are folded, others as composed. */
import type { Refusal } from './request.ts';

const all = (...patterns: string[]): RegExp => new RegExp(patterns.join('|'), 'u');

export const latinTongues: [Refusal, RegExp][] = [
  [
    'rules',
    all(
      '\\b(?:ignorier\\w*|vergiss|vergesst|missachte\\w*|umgehe?)\\b.{0,40}\\b(?:regeln?|alles|davor|bisherig\\w*|anweisung\\w*|vorgaben|instruktionen|richtlinien)\\b',
      '\\b(?:ignore[rz]?|oublie[rz]?)\\b.{0,40}\\b(?:regles?|consignes?|instructions?)\\b',
      '\\b(?:ignora(?:r|te)?|olvida(?:r|te)?|dimentica(?:re)?|esque[cç]a|ignore)\\b.{0,40}\\b(?:reglas?|instruccion\\w*|regole|istruzion\\w*|regras?|instruco\\w*)\\b',
      '\\b(?:negeer|vergeet)\\b.{0,40}\\b(?:regels?|instructies?)\\b|\\b(?:zignoruj|zapomnij)\\b.{0,40}\\b(?:zasad\\w*|instrukcj\\w*|polecen\\w*)\\b',
      '\\b(?:glem|ignorer|glom|ignorera)\\b.{0,40}\\b(?:regler\\w*|instruktion\\w*|instrukser\\w*)\\b',
    ),
  ],
  [
    'delete',
    all(
      '\\b(?:losche|loschen|geloscht|losch (?:bitte|alle|mir|die|den|das|doch)|entfern(?:e|en)|vernicht(?:e|en))\\b|\\b(?:supprime[rz]?|efface[rz]?|detrui[st]\\w*)\\b',
      '\\b(?:borr(?:a|ar|ad|e)|elimin(?:a|ar|ad|are)|cancell(?:a|are|ate)|apag(?:a|ar|ue)|exclu(?:a|ir))\\b',
      '\\b(?:verwijder(?:en)?|usun(?:ac)?|skasuj|slett?|radera|ta bort|poista|silin)\\b|\\b(?:tum|butun)\\b.{0,40}\\bsil\\b',
    ),
  ],
  [
    'pay',
    all(
      '\\b(?:gehalt\\w*|gehalter\\w*|lohne?|verdien(?:t|en|st)|provisionen|salaires?|paies?|salarios?|sueldos?|comisiones|stipendi(?:o)?|salariss?en|wynagrodzen\\w*|pensj[aei]\\w*)\\b',
    ),
  ],
  [
    'secrets',
    all(
      '\\b(?:passwort\\w*|passworter\\w*|kennwort\\w*|zugangsdaten|mots? de passe|contrasenas?|senhas?|wachtwoord\\w*|hasl[oa])\\b',
    ),
  ],
  [
    'access',
    all("\\b(?:admin(?:istrator)?rechte|zugriff auf alles|droits? d'admin\\w*|permisos? de admin\\w*)\\b"),
  ],
  [
    'private',
    all(
      '\\b(?:privat-?adress\\w*|wohnadress\\w*|wohnort|telefonnummer\\w*|handynummer\\w*|geburts(?:tag|datum)\\w*|adresses? privees?|numeros? de telephone|direccion(?:es)? particular\\w*|numeros? de telefono|indirizz[oi] privat\\w*)\\b',
    ),
  ],
  [
    'send',
    all(
      '\\b(?:schick|send|mail|verschick|schreib)(?:e|en)?\\b.{0,60}\\b(?:allen|alle|jedem) (?:kunden|kontakten?|leads?|firmen)\\b',
      '\\b(?:envoie[rz]?|envoyer|ecri[st]\\w*)\\b.{0,60}\\b(?:tous|chaque|clients?)\\b|\\benvi(?:a|ar|e)\\b.{0,60}\\b(?:todos|clientes|contactos)\\b',
      '\\b(?:invi(?:a|are)|manda)\\b.{0,60}\\b(?:tutti|clienti)\\b|\\bstuur\\b.{0,60}\\balle\\b|\\bwyslij\\b.{0,60}\\bwszystki\\w*',
    ),
  ],
];

export const otherTongues: [Refusal, RegExp][] = [
  [
    'delete',
    /удали|стере|сотри|видали|削除|消去|消して|删除|刪除|清空|삭제|지워|احذف|حذف|امسح|हटा|डिलीट|מחק|διαγρ/u,
  ],
  ['rules', /игнориру|забудь|忽略|无视|無視|무시|تجاهل|התעלם|αγν[οό]ησε/u],
  ['pay', /зарплат|оклад|工资|薪水|薪资|給料|給与|年収|급여|연봉|راتب|रोज़गार|वेतन|משכורת/u],
  ['secrets', /парол|密码|密碼|パスワード|비밀번호|كلمة المرور|पासवर्ड|סיסמ/u],
];
