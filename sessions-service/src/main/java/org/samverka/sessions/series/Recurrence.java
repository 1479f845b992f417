package org.samverka.sessions.series;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Recur;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Invalid;

/**
 * A rule of RFC 5545 by which something comes again, read on the wall's clock: it keeps its local hour whatever the offset.
 * It has an end, at most {@value #MOST} times or ten years after the first.
 */
final class Recurrence {
    static final int MOST = 400;

    private static final int YEARS = 10;
    private static final Pattern FREQUENCY = Pattern.compile("FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;.*)?");
    private static final Pattern FINER_THAN_A_DAY = Pattern.compile("(^|;)BY(HOUR|MINUTE|SECOND)=");
    private static final Pattern COUNT = Pattern.compile("(^|;)COUNT=(\\d{1,6})(;|$)");
    private static final Pattern UNTIL = Pattern.compile(";UNTIL=(\\d{8})(?:T(\\d{6})(Z?))?(?=;|$)");

    private final String rule;
    private final LocalDateTime first;
    private final String zone;

    Recurrence(String rule, LocalDateTime first, String zone) {
        this.rule = rule.strip().toUpperCase(Locale.ROOT).replaceFirst("^RRULE:", "");
        this.first = first;
        this.zone = zone;
        if (!FREQUENCY.matcher(this.rule).matches()
                || FINER_THAN_A_DAY.matcher(this.rule).find()) {
            throw invalid(
                    "unreadable-rule", "Give an RRULE such as FREQ=WEEKLY;INTERVAL=2;COUNT=10, of days or longer");
        }
    }

    /** Each time it comes, without those on the days that are left out. */
    List<LocalDateTime> times(Set<LocalDate> except) {
        LocalDateTime until = until();
        if (until == null && !COUNT.matcher(rule).find()) {
            throw invalid("endless", "Say when the series ends, by COUNT or UNTIL");
        }
        LocalDateTime latest = first.plusYears(YEARS);
        List<LocalDateTime> times = expand(until == null || until.isAfter(latest) ? latest : until);
        if (times.isEmpty() || !times.get(0).equals(first)) {
            throw invalid("does-not-begin", "The rule leaves out %s, when the series starts".formatted(first));
        }
        if (times.size() > MOST) {
            throw invalid("too-many", "The rule comes more than %d times; split the series".formatted(MOST));
        }
        List<LocalDateTime> left = times.stream()
                .filter(time -> !except.contains(time.toLocalDate()))
                .toList();
        if (left.isEmpty()) {
            throw new Invalid("/except", "nothing-left", "Leave some of the days in");
        }
        return left;
    }

    /** The library reads an end in days and one in times differently, so the end is kept apart from the rule. */
    private List<LocalDateTime> expand(LocalDateTime end) {
        try {
            var recur = new Recur<LocalDateTime>(UNTIL.matcher(rule).replaceFirst(""));
            return recur.getDates(first, first, end.plusSeconds(1), MOST + 1).stream()
                    .filter(time -> !time.isAfter(end))
                    .sorted()
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw invalid("unreadable-rule", "This is not a rule of RFC 5545");
        }
    }

    private @Nullable LocalDateTime until() {
        Matcher said = UNTIL.matcher(rule);
        if (!said.find()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(said.group(1), DateTimeFormatter.BASIC_ISO_DATE);
            if (said.group(2) == null) {
                return day.plusDays(1).atStartOfDay().minusSeconds(1);
            }
            LocalDateTime time = LocalDateTime.parse(
                    said.group(1) + said.group(2), DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT));
            return said.group(3).isEmpty()
                    ? time
                    : time.atOffset(ZoneOffset.UTC)
                            .atZoneSameInstant(ZoneId.of(zone))
                            .toLocalDateTime();
        } catch (java.time.DateTimeException e) {
            throw invalid("unreadable-rule", "UNTIL is no date");
        }
    }

    private static Invalid invalid(String code, String detail) {
        return new Invalid("/rule", code, detail);
    }
}
