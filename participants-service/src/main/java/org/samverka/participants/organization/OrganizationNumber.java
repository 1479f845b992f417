package org.samverka.participants.organization;

/** Numbers of legal bodies: Swedish organization numbers (ten digits, Luhn) and Danish CVR numbers (eight, modulus 11). */
final class OrganizationNumber {
    private static final int[] CVR_WEIGHTS = {2, 7, 6, 5, 4, 3, 2, 1};

    private OrganizationNumber() {}

    /** @param number digits, with or without a hyphen before the last four of ten */
    static boolean hasRightCheckDigit(String number) {
        int[] digits = number.replace("-", "").chars().map(c -> c - '0').toArray();
        return digits.length == 8 ? isCvr(digits) : digits.length == 10 && isLuhn(digits);
    }

    private static boolean isCvr(int[] digits) {
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            sum += digits[i] * CVR_WEIGHTS[i];
        }
        return sum % 11 == 0;
    }

    private static boolean isLuhn(int[] digits) {
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            int weighted = digits[i] * (i % 2 == 0 ? 2 : 1);
            sum += weighted / 10 + weighted % 10;
        }
        return sum % 10 == 0;
    }
}
