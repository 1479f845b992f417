package org.samverka.stack.demo.hr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.samverka.contracts.Gender;

/** The synthetic feed is what a partner would send, with exactly the people of the municipality. */
class HrFeedTest {
    private static final HrFeed FEED = HrFeed.olofstrom();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void thereAreAsManyWomenAndMenAsTheMunicipalityEmploys() {
        assertThat(FEED.employees()).hasSize(1097);
        assertThat(FEED.employees()).filteredOn(Employee::gender, Gender.woman).hasSize(961);
        assertThat(FEED.employees()).filteredOn(Employee::gender, Gender.man).hasSize(136);
        assertThat(FEED.employees()).extracting(Employee::ref).doesNotHaveDuplicates();
        assertThat(FEED.employees())
                .extracting(Employee::email)
                .doesNotHaveDuplicates()
                .allMatch(email -> email.matches("[a-z]+\\.[a-z]+\\.\\d+@olofstrom\\.example\\.org"));
    }

    @Test
    void everybodyWasEmployedOnTheDayOfTheCountAndStayedThroughThePeriodThatMatters() {
        assertThat(FEED.employees()).allSatisfy(person -> {
            assertThat(person.employments())
                    .allMatch(job -> !job.from().isAfter(LocalDate.of(2017, 1, 31)))
                    .allMatch(job -> job.lastDay() == null || !job.lastDay().isBefore(LocalDate.of(2017, 11, 1)));
            assertThat(person.birthYear()).isBetween(1950, 1997);
        });
        assertThat(FEED.employees()).filteredOn(person -> !person.stays()).hasSizeBetween(5, 25);
    }

    @Test
    void manyWomenWorkPartTimeAndSomePeopleHaveTwoEmploymentsThatAreFullTimeTogether() {
        List<Employee> women = FEED.employees().stream()
                .filter(person ->
                        person.gender() == Gender.woman && person.employments().size() == 1)
                .toList();
        assertThat(women)
                .filteredOn(person -> extent(person).compareTo(BigDecimal.ONE) < 0)
                .hasSizeBetween(women.size() / 3, women.size() * 2 / 3);
        assertThat(FEED.employees())
                .filteredOn(person -> person.employments().size() == 2)
                .hasSizeBetween(30, 100)
                .allSatisfy(person -> assertThat(extent(person)).isEqualByComparingTo("1"));
        assertThat(FEED.employments()).isGreaterThan(FEED.employees().size());
    }

    private static BigDecimal extent(Employee person) {
        return person.employments().stream().map(Employment::extent).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void theUnitsAreATreeAndEachThatHasPeopleHasALeader() {
        Set<String> refs = FEED.units().stream().map(Unit::ref).collect(toSet());
        assertThat(FEED.units()).hasSizeBetween(40, 60);
        assertThat(refs).hasSameSizeAs(FEED.units());
        assertThat(FEED.units()).filteredOn(unit -> unit.parentRef() == null).hasSize(1);
        assertThat(FEED.units())
                .filteredOn(unit -> unit.parentRef() != null)
                .allMatch(unit -> refs.contains(unit.parentRef()));
        assertThat(FEED.employees().stream()
                        .filter(Employee::leader)
                        .map(Employee::unit)
                        .collect(toSet()))
                .containsExactlyInAnyOrderElementsOf(FEED.units());
    }

    @Test
    void absencesLieInTheirMonthsAndNobodyIsAwayTwiceAtATime() throws IOException {
        Map<String, JsonNode> last = lastStates();
        assertThat(last).hasSize(FEED.absences()).hasSizeBetween(2500, 5500);
        Map<String, Set<LocalDate>> days = new HashMap<>();
        for (JsonNode absence : last.values()) {
            LocalDate from = LocalDate.parse(absence.path("from").asText());
            LocalDate to = absence.path("to").isNull()
                    ? Absences.TO
                    : LocalDate.parse(absence.path("to").asText());
            assertThat(from).isAfterOrEqualTo(Absences.FROM).isBeforeOrEqualTo(to);
            assertThat(to).isBeforeOrEqualTo(Absences.TO);
            Set<LocalDate> away =
                    days.computeIfAbsent(absence.path("employmentRef").asText(), job -> new HashSet<>());
            from.datesUntil(to.plusDays(1))
                    .forEach(day -> assertThat(away.add(day)).isTrue());
        }
        assertThat(last.values())
                .extracting(absence -> absence.path("kind").asText())
                .contains("sick", "work_injury", "child_sick", "parental", "other");
        assertThat(last.values()).anyMatch(absence -> absence.path("to").isNull());
    }

    /** Of those that were not taken back. */
    private static Map<String, JsonNode> lastStates() throws IOException {
        Map<String, JsonNode> last = new HashMap<>();
        for (HrMessage event : FEED.events()) {
            if (event.type().contains(".absence.")) {
                JsonNode data = JSON.readTree(event.data());
                String ref = data.path("absenceRef").asText();
                if (event.type().contains("cancelled")) {
                    last.remove(ref);
                } else {
                    last.put(ref, data);
                }
            }
        }
        return last;
    }

    @Test
    void allTypesOfEventsOccurAndEachIsAsItsSchemaSays() throws IOException {
        Map<String, List<HrMessage>> byType = FEED.events().stream().collect(groupingBy(HrMessage::type));
        assertThat(byType.keySet())
                .extracting(type -> type.replaceAll("org\\.samverka\\.hr\\.|\\.v1", ""))
                .containsExactlyInAnyOrder(
                        "unit.changed",
                        "employee.hired",
                        "employee.changed",
                        "employee.moved",
                        "employee.left",
                        "absence.started",
                        "absence.changed",
                        "absence.ended",
                        "absence.cancelled");
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (Map.Entry<String, List<HrMessage>> type : byType.entrySet()) {
            Schema schema = registry.getSchema(Objects.requireNonNull(
                    HrFeedTest.class.getResourceAsStream("/schemas/" + type.getKey() + ".json")));
            for (HrMessage event : type.getValue()) {
                assertThat(schema.validate(
                                event.data(),
                                InputFormat.JSON,
                                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
                        .as(event.data())
                        .isEmpty();
            }
        }
    }

    @Test
    void itArrivesInNoOrderAndSomeOfItTwice() {
        List<HrMessage> arriving = FEED.asItArrives(1);
        int events = FEED.events().size();
        assertThat(arriving).hasSizeBetween(events * 104 / 100, events * 106 / 100);
        assertThat(new HashSet<>(arriving)).hasSize(events);
        long inOrder = 0;
        for (int i = 1; i < arriving.size(); i++) {
            inOrder += arriving.get(i).sequence().compareTo(arriving.get(i - 1).sequence()) > 0 ? 1 : 0;
        }
        assertThat(inOrder).isBetween(arriving.size() * 45L / 100, arriving.size() * 55L / 100);
    }

    @Test
    void itIsTheSameEachTime() {
        assertThat(HrFeed.olofstrom().events()).isEqualTo(FEED.events());
        assertThat(HrFeed.olofstrom().asItArrives(7)).isEqualTo(FEED.asItArrives(7));
        assertThat(FEED.asItArrives(7)).isNotEqualTo(FEED.asItArrives(8));
    }

    @Test
    void anotherOrganizationHasReferencesOfItsOwn() {
        Set<String> other =
                HrFeed.of("elsewhere").events().stream().map(HrMessage::key).collect(toSet());
        assertThat(other)
                .doesNotContainAnyElementsOf(
                        FEED.events().stream().map(HrMessage::key).collect(toSet()));
    }

    @Test
    void idsAndSequencesAreUniqueAndRiseWithTime() {
        assertThat(FEED.events()).extracting(HrMessage::id).doesNotHaveDuplicates();
        assertThat(FEED.events()).extracting(HrMessage::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(FEED.events()).extracting(HrMessage::time).isSorted();
        assertThat(FEED.events().stream().collect(groupingBy(HrMessage::structured, mapping(HrMessage::id, toSet()))))
                .containsOnlyKeys(true, false);
    }

    @Test
    void aStructuredEventIsAWholeCloudEventAndABinaryOneHasItInHeaders() throws IOException {
        for (HrMessage event : FEED.events().subList(0, 200)) {
            var record = event.record();
            if (event.structured()) {
                JsonNode envelope = JSON.readTree(record.value());
                assertThat(envelope.path("id").asText()).isEqualTo(event.id());
                assertThat(envelope.path("data")).isEqualTo(JSON.readTree(event.data()));
            } else {
                assertThat(record.headers().lastHeader("ce_id").value())
                        .isEqualTo(event.id().getBytes(UTF_8));
                assertThat(JSON.readTree(record.value())).isEqualTo(JSON.readTree(event.data()));
            }
        }
    }
}
