package org.samverka.contracts.rest;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.rest.Idempotency.Answer;

/** How a POST is answered that may come again: what it asks for is done once, in one transaction with the answer. */
@RequestScoped
public class Once {
    private static final int OK = 200;

    private final Idempotency idempotency;
    private final Caller caller;

    Once(Idempotency idempotency, Caller caller) {
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** How something is shown, and which version of it that is. */
    public record Shape<T>(Function<T, Object> view, ToIntFunction<T> version) {}

    /**
     * Does something to what is there already, and shows what it has become.
     *
     * @param operation names what is asked for, with all that is not in the body
     */
    public <T> Uni<Response> change(
            @Nullable String idempotencyKey,
            String operation,
            @Nullable Object body,
            Shape<T> shape,
            Supplier<Uni<T>> effect) {
        return once(
                idempotencyKey,
                operation,
                body,
                () -> effect.get()
                        .map(done -> new Answer(
                                OK,
                                idempotency.write(shape.view().apply(done)),
                                null,
                                Integer.toString(shape.version().applyAsInt(done)))));
    }

    /** Makes something new, and shows it and where it is. */
    public <T> Uni<Response> create(
            @Nullable String idempotencyKey,
            String operation,
            @Nullable Object body,
            Shape<T> shape,
            Function<T, String> location,
            Supplier<Uni<T>> effect) {
        return once(
                idempotencyKey,
                operation,
                body,
                () -> effect.get()
                        .map(made -> idempotency.created(
                                shape.view().apply(made),
                                location.apply(made),
                                shape.version().applyAsInt(made))));
    }

    private Uni<Response> once(
            @Nullable String idempotencyKey, String operation, @Nullable Object body, Supplier<Uni<Answer>> effect) {
        return idempotency.once(idempotency.key(idempotencyKey, caller, operation, body == null ? "" : body), effect);
    }
}
