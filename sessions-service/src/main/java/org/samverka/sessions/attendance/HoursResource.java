package org.samverka.sessions.attendance;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Caller;
import org.samverka.contracts.rest.Page;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Roles;
import org.samverka.sessions.attendance.Hours.OfPerson;

@Path("/api/v1/programs/{key}/hours")
public class HoursResource {
    private final Hours hours;
    private final Caller caller;

    HoursResource(Hours hours, Caller caller) {
        this.hours = hours;
        this.caller = caller;
    }

    /**
     * {@code hours} and {@code certifiedHours} are of everybody in the month; certified are those that participant and leader
     * have attested.
     */
    public record MonthView(
            String program,
            String month,
            BigDecimal hours,
            BigDecimal certifiedHours,
            int people,
            List<PersonHours> items,
            @Nullable String next) {}

    public record PersonHours(UUID personId, BigDecimal hours, BigDecimal certifiedHours, int sessions) {
        static PersonHours of(OfPerson row) {
            return new PersonHours(row.personId(), row.sum().hours(), row.sum().certified(), row.sessions());
        }
    }

    @GET
    @RolesAllowed(Roles.COORDINATOR)
    @Operation(summary = "Each person's hours in a month (2022-11), and how many of them are certified")
    public Uni<MonthView> ofMonth(String key, @RestQuery @Nullable String month, @BeanParam @Valid PageQuery page) {
        caller.requireProgram(key);
        var of = Months.required(month);
        return hours.of(key, of, page).map(sums -> {
            Page<PersonHours> people = Page.of(sums.rows(), page, OfPerson::position, PersonHours::of);
            return new MonthView(
                    key,
                    of.toString(),
                    sums.sum().hours(),
                    sums.sum().certified(),
                    sums.people(),
                    people.items(),
                    people.next());
        });
    }
}
