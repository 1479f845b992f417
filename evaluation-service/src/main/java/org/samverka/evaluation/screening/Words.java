package org.samverka.evaluation.screening;

import org.samverka.contracts.Language;
import org.samverka.contracts.ScreeningEvent.OfferState;
import org.samverka.evaluation.language.Text;

/** What respondents are told, in their language. Nothing of it names an illness, and nothing of it is sent to anybody. */
final class Words {
    private static final Text NOT_A_DIAGNOSIS = new Text(
            "Det här är inte en diagnos. Resultatet bygger bara på dina egna svar och säger inte vad något beror på."
                    + " Din arbetsgivare får inte veta det.",
            "Dette er ikke en diagnose. Resultatet bygger alene på dine egne svar og siger ikke, hvad noget skyldes."
                    + " Din arbejdsgiver får det ikke at vide.",
            "This is not a diagnosis. The result rests on your own answers alone and does not say what causes anything."
                    + " Your employer is not told.");

    private static final Text REPEAT = new Text(
            "Vi ber dig svara en gång till om ungefär två veckor. Först därefter säger resultatet något.",
            "Vi beder dig svare en gang til om cirka to uger. Først derefter siger resultatet noget.",
            "We ask you to answer once more in about two weeks. Only then does the result say anything.");

    private static final Text INDETERMINATE = new Text(
            "För få frågor är besvarade för att ge ett resultat.",
            "For få spørgsmål er besvaret til at give et resultat.",
            "Too few questions were answered to give a result.");

    private static final Text OFFERED = new Text(
            "Du erbjuds stöd. Det är frivilligt och kostar inget. Din arbetsgivare får inte veta att du har fått"
                    + " erbjudandet eller vad du svarar. Tackar du ja får företagshälsovården veta det, och du får en plats.",
            "Du tilbydes støtte. Det er frivilligt og gratis. Din arbejdsgiver får ikke at vide, at du har fået tilbuddet,"
                    + " eller hvad du svarer. Siger du ja, får bedriftssundhedstjenesten det at vide, og du får en plads.",
            "You are offered support. It is voluntary and free. Your employer does not learn that you have the offer or"
                    + " what you answer. If you accept, occupational health is told, and you get a place.");

    private static final Text ACCEPTED = new Text(
            "Du har tackat ja. Företagshälsovården hör av sig till dig.",
            "Du har sagt ja. Bedriftssundhedstjenesten kontakter dig.",
            "You have accepted. Occupational health will get in touch with you.");

    private static final Text OVER = new Text(
            "Erbjudandet gäller inte längre. Du kan alltid vända dig till företagshälsovården.",
            "Tilbuddet gælder ikke længere. Du kan altid henvende dig til bedriftssundhedstjenesten.",
            "The offer no longer stands. You can always turn to occupational health.");

    private Words() {}

    static String notADiagnosis(Language language) {
        return NOT_A_DIAGNOSIS.in(language);
    }

    static String repeat(Language language) {
        return REPEAT.in(language);
    }

    static String indeterminate(Language language) {
        return INDETERMINATE.in(language);
    }

    static String of(OfferState state, Language language) {
        return switch (state) {
            case offered -> OFFERED.in(language);
            case accepted, completed -> ACCEPTED.in(language);
            case declined, expired, closed -> OVER.in(language);
        };
    }
}
