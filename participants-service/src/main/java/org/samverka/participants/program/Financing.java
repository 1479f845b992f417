package org.samverka.participants.program;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.samverka.participants.program.ProgramDefinition.Funding;
import org.samverka.participants.program.ProgramDefinition.Money;

/** What a program costs and who pays: grant rate = granted / total, co-financing = total - granted. */
public record Financing(Amount total, Amount granted, Amount coFinancing, GrantRate grantRate) {

    /** @param amount a decimal */
    public record Amount(String amount, String currency) {
        static Amount of(BigDecimal amount, String currency) {
            return new Amount(amount.toPlainString(), currency);
        }
    }

    /** @param value a fraction 0-1; none when there is no budget to have a part of */
    public record GrantRate(@Nullable BigDecimal value, BigDecimal numerator, BigDecimal denominator) {}

    /** None where the definition does not say both amounts. */
    static @Nullable Financing of(ProgramDefinition definition) {
        Funding funding = definition.funding();
        if (funding == null || funding.total() == null || funding.granted() == null) {
            return null;
        }
        return of(funding.total(), funding.granted());
    }

    private static Financing of(Money total, Money granted) {
        String currency = total.currency();
        BigDecimal rate = total.amount().signum() == 0
                ? null
                : granted.amount()
                        .divide(total.amount(), 6, RoundingMode.HALF_UP)
                        .stripTrailingZeros();
        return new Financing(
                Amount.of(total.amount(), currency),
                Amount.of(granted.amount(), currency),
                Amount.of(total.amount().subtract(granted.amount()), currency),
                new GrantRate(rate, granted.amount(), total.amount()));
    }
}
