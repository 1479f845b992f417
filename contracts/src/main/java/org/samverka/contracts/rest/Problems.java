package org.samverka.contracts.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path.Node;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.samverka.contracts.delivery.Faults;
import org.samverka.contracts.delivery.Gathering.Overloaded;
import org.samverka.contracts.rest.RequestFilters.UnknownParameter;

/** How HTTP puts what the domain says: RFC 9457 problem documents, each with a stable {@code code}. */
@ApplicationScoped
public class Problems implements ProblemPostProcessor {
    private static final int UNPROCESSABLE = 422;

    /** Before the mappers that libraries bring. */
    private static final int FIRST = 1;

    @ServerExceptionMapper(priority = FIRST)
    public Response on(DomainException e, UriInfo uri) {
        HttpProblem.Builder problem = problem(statusOf(e), e.code(), Objects.requireNonNull(e.getMessage()), uri);
        if (e instanceof Invalid invalid) {
            problem.with("errors", invalid.errors());
        }
        return problem.build().toResponse();
    }

    private static int statusOf(DomainException e) {
        if (e instanceof UnknownParameter) {
            return 400;
        }
        if (e instanceof Invalid) {
            return UNPROCESSABLE;
        }
        if (e instanceof NotKnown) {
            return 404;
        }
        return e instanceof Outdated ? 412 : 409;
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(ConstraintViolationException e, UriInfo uri) {
        List<Invalid.Error> errors = e.getConstraintViolations().stream()
                .map(Problems::error)
                .sorted(java.util.Comparator.comparing(Invalid.Error::pointer))
                .toList();
        return on(new Invalid(errors), uri);
    }

    /** The first two steps of the path are the method and its parameter. */
    private static Invalid.Error error(ConstraintViolation<?> violation) {
        List<Node> path = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .toList();
        String pointer = path.stream()
                .skip(path.size() > 2 ? 2 : 1)
                .map(Problems::step)
                .collect(Collectors.joining("/", "/", ""));
        String rule = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new Invalid.Error(pointer, kebab(rule), violation.getMessage());
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(JsonProcessingException e, UriInfo uri) {
        boolean malformed = e.getCause() instanceof StreamReadException;
        if (!malformed
                && e instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return on(new Invalid(List.of(error(mapping))), uri);
        }
        String place = e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return problem(400, "malformed-json", "The body is not the JSON that is expected" + place, uri)
                .build()
                .toResponse();
    }

    /** These three by name, or a library's mapper is nearer to them. */
    @ServerExceptionMapper(priority = FIRST)
    public Response on(MismatchedInputException e, UriInfo uri) {
        return on((JsonProcessingException) e, uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(InvalidFormatException e, UriInfo uri) {
        return on((JsonProcessingException) e, uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(UnrecognizedPropertyException e, UriInfo uri) {
        return on((JsonProcessingException) e, uri);
    }

    private static Invalid.Error error(JsonMappingException e) {
        String pointer = e.getPath().stream().map(Problems::step).collect(Collectors.joining("/", "/", ""));
        return e instanceof UnrecognizedPropertyException
                ? new Invalid.Error(pointer, "unknown-property", "There is no such property here; remove it")
                : new Invalid.Error(pointer, "unreadable-value", "The value has not the form that is expected here");
    }

    private static String step(Node step) {
        if (step.getIndex() == null) {
            return step.getName();
        }
        return step.getKind() == ElementKind.CONTAINER_ELEMENT
                ? step.getIndex().toString()
                : step.getIndex() + "/" + step.getName();
    }

    private static String step(Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    /** The framework wraps what a reader of the body throws. */
    @ServerExceptionMapper(priority = FIRST)
    public Response on(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return on(json, uri);
        }
        if (e.getCause() instanceof DomainException domain) {
            return on(domain, uri);
        }
        Response response = e.getResponse();
        int status = response.getStatus();
        if (status < 400) {
            return response;
        }
        return problem(status, codeOf(status), response.getStatusInfo().getReasonPhrase(), uri)
                .build()
                .toResponse();
    }

    /** The library's own mappers of these two rely on a field that Quarkus no longer has. */
    @ServerExceptionMapper(priority = FIRST)
    public Response on(UnauthorizedException e, UriInfo uri) {
        return withoutToken(uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(AuthenticationFailedException e, UriInfo uri) {
        return withoutToken(uri);
    }

    private static Response withoutToken(UriInfo uri) {
        return problem(401, "unauthorized", "Send a valid access token as Authorization: Bearer", uri)
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build()
                .toResponse();
    }

    @ServerExceptionMapper(priority = FIRST)
    public Response on(Overloaded e, UriInfo uri) {
        return tryLater(Objects.requireNonNull(e.getMessage()), uri);
    }

    /** Whatever else went wrong: when it will pass the caller is told to come back, without details either way. */
    @ServerExceptionMapper(priority = FIRST)
    public Response on(Exception e, UriInfo uri) {
        if (Faults.willPass(e)) {
            return tryLater("Something we depend on does not answer; try again in a few seconds", uri);
        }
        org.jboss.logging.Logger.getLogger(Problems.class).errorf(e, "A request failed");
        return problem(500, "internal-error", "The fault is ours; it has been logged", uri)
                .build()
                .toResponse();
    }

    private static Response tryLater(String detail, UriInfo uri) {
        return problem(503, "try-later", detail, uri)
                .withHeader("Retry-After", 3)
                .build()
                .toResponse();
    }

    private static HttpProblem.Builder problem(int status, String code, String detail, UriInfo uri) {
        return HttpProblem.builder()
                .withType(URI.create("urn:samverka:problem:" + code))
                .withTitle(titleOf(code))
                .withStatus(status)
                .withDetail(detail)
                .withInstance(URI.create(uri.getRequestUri().getRawPath()))
                .with("code", code);
    }

    /** What the library maps itself, mostly authentication and authorization, gets a code too. */
    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getParameters().containsKey("code")) {
            return problem;
        }
        String code = codeOf(problem.getStatusCode());
        return HttpProblem.builder(problem)
                .withType(URI.create("urn:samverka:problem:" + code))
                .with("code", code)
                .build();
    }

    private static String codeOf(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "http-" + status : kebab(known.getReasonPhrase().replace(" ", ""));
    }

    private static String titleOf(String code) {
        String words = code.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
