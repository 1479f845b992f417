package org.samverka.sessions.supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.ETags;
import org.samverka.contracts.rest.NotKnown;
import org.samverka.contracts.rest.PageQuery;
import org.samverka.contracts.rest.Refused;
import org.samverka.sessions.need.Checklist;
import org.samverka.sessions.need.Checklists;
import org.samverka.sessions.participant.Programs;
import org.samverka.sessions.supplier.Supplier.Standing;

/** The teams that hold sessions. */
@ApplicationScoped
public class Suppliers {
    private static final String COLUMNS = """
            id, position, name, organization, array_to_string(competences, chr(10)), array_to_string(languages, ','),
            cast(checklist as text), version
            """;

    private final Programs programs;
    private final Checklists checklists;

    Suppliers(Programs programs, Checklists checklists) {
        this.programs = programs;
        this.checklists = checklists;
    }

    @WithSession
    public Uni<Supplier> known(UUID id) {
        return one("select " + COLUMNS + " from supplier where id = :id", id);
    }

    /** One that stays as it is until the caller's transaction ends. */
    public Uni<Supplier> steady(UUID id) {
        return one("select " + COLUMNS + " from supplier where id = :id for share", id);
    }

    /** A session that refers to it does not wait for this. */
    private Uni<Supplier> locked(UUID id) {
        return one("select " + COLUMNS + " from supplier where id = :id for no key update", id);
    }

    private Uni<Supplier> one(String query, UUID id) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(query, Object[].class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Suppliers::unknown)
                .map(this::read);
    }

    static NotKnown unknown() {
        return new NotKnown("There is no such supplier among those you may see");
    }

    /** None means any. */
    record Wanted(
            @Nullable Collection<String> organizations,
            @Nullable String competence,
            @Nullable String language) {}

    @WithSession
    Uni<List<Supplier>> list(Wanted wanted, PageQuery page) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("select " + COLUMNS + """
                                 from supplier
                                where position > :after
                                    and (cast(:organizations as text[]) is null or organization = any(cast(:organizations as text[])))
                                    and (cast(:competence as text) is null or cast(:competence as text) = any(competences))
                                    and (cast(:language as text) is null or cast(:language as text) = any(languages))
                                order by position limit :rows
                                """, Object[].class)
                        .setParameter("after", page.after())
                        .setParameter(
                                "organizations",
                                wanted.organizations() == null
                                        ? null
                                        : wanted.organizations().toArray(String[]::new))
                        .setParameter("competence", wanted.competence())
                        .setParameter("language", wanted.language())
                        .setParameter("rows", page.rows())
                        .getResultList())
                .map(rows -> rows.stream().map(this::read).toList());
    }

    /** Within the caller's transaction. */
    Uni<Supplier> add(Supplier supplier) {
        return write("""
                insert into supplier (id, name, organization, competences, languages, checklist, requirements, version)
                values (:id, :name, :organization, string_to_array(:competences, chr(10)), string_to_array(:languages, ','),
                    cast(cast(:checklist as text) as jsonb), cast('{}' as jsonb), :version)
                """, supplier);
    }

    @WithTransaction
    Uni<Supplier> change(UUID id, @Nullable String ifMatch, UnaryOperator<Supplier> change) {
        return locked(id)
                .invoke(supplier -> ETags.require(ifMatch, supplier.version()))
                .map(change)
                .call(supplier -> write("""
                        update supplier set name = :name, organization = :organization,
                            competences = string_to_array(:competences, chr(10)), languages = string_to_array(:languages, ','),
                            checklist = cast(cast(:checklist as text) as jsonb), version = :version
                        where id = :id
                        """, supplier))
                .call(supplier -> checklists.tellSupplierChanged(supplier.id()));
    }

    private Uni<Supplier> write(String statement, Supplier supplier) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(statement)
                        .setParameter("id", supplier.id())
                        .setParameter("name", supplier.name())
                        .setParameter("organization", supplier.organization())
                        .setParameter("competences", String.join("\n", supplier.competences()))
                        .setParameter("languages", String.join(",", supplier.languages()))
                        .setParameter("checklist", checklists.write(supplier.checklist()))
                        .setParameter("version", supplier.version())
                        .executeUpdate())
                .replaceWith(supplier);
    }

    @WithTransaction
    Uni<Void> remove(UUID id, @Nullable String ifMatch) {
        return locked(id)
                .invoke(supplier -> ETags.require(ifMatch, supplier.version()))
                .chain(() -> Panache.getSession())
                .chain(database ->
                        database.createNativeQuery("""
                                delete from supplier where id = :id and not exists (select from session where supplier_id = :id)
                                """).setParameter("id", id).executeUpdate())
                .invoke(removed -> {
                    if (removed == 0) {
                        throw new SupplierInUse();
                    }
                })
                .replaceWithVoid();
    }

    static final class SupplierInUse extends Refused {
        SupplierInUse() {
            super("It holds sessions, or held; give them to another one first, or keep the supplier");
        }
    }

    @WithSession
    public Uni<Standing> standing(UUID id, String program) {
        return programs.requirements(program)
                .chain(requirements -> findings(id, program).map(findings -> new Standing(requirements, findings)));
    }

    private Uni<Checklist> findings(UUID id, String program) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery(
                                "select coalesce(cast(requirements -> cast(:program as text) as text), '{}') from supplier where id = :id",
                                String.class)
                        .setParameter("program", program)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(Suppliers::unknown)
                .map(checklists::read);
    }

    /** What was found of the program's requirements, all of them anew. */
    @WithTransaction
    Uni<Supplier> judge(UUID id, String program, @Nullable String ifMatch, UnaryOperator<Standing> findings) {
        return locked(id)
                .invoke(supplier -> ETags.require(ifMatch, supplier.version()))
                .call(() -> standing(id, program).map(findings).chain(standing -> keep(id, program, standing)))
                .call(() -> checklists.tellSupplierChanged(id))
                .chain(() -> known(id));
    }

    private Uni<Void> keep(UUID id, String program, Standing standing) {
        return Panache.getSession()
                .chain(database -> database.createNativeQuery("""
                                update supplier set version = version + 1,
                                    requirements = requirements || jsonb_build_object(cast(:program as text), cast(cast(:findings as text) as jsonb))
                                where id = :id
                                """)
                        .setParameter("program", program)
                        .setParameter("findings", checklists.write(standing.findings()))
                        .setParameter("id", id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Supplier read(Object[] row) {
        return new Supplier(
                (UUID) row[0],
                ((Number) row[1]).longValue(),
                (String) row[2],
                (String) row[3],
                split((String) row[4], "\n"),
                split((String) row[5], ","),
                checklists.read((String) row[6]),
                (Integer) row[7]);
    }

    private static List<String> split(String text, String by) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(by, -1));
    }
}
