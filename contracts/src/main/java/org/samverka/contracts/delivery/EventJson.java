package org.samverka.contracts.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;
import org.samverka.contracts.Event;
import org.samverka.contracts.rest.StorableText;

/**
 * Events as JSON: what a record does not mark {@code @Nullable} must be there, fields nobody knows are passed over and
 * counted as {@code samverka.events.unknown.fields}.
 */
public final class EventJson {
    private final ObjectMapper mapper;

    public EventJson(MeterRegistry metrics) {
        mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule("storable-text").addDeserializer(String.class, new StorableText()))
                .annotationIntrospector(new RequiredUnlessNullable())
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // A number in a tree is the number that was written.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .addHandler(new CountUnknownFields(metrics))
                .build();
    }

    /** For programs without a metrics registry of their own: publishers, tests. */
    public EventJson() {
        this(Metrics.globalRegistry);
    }

    public String write(Event event) {
        try {
            return mapper.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <E extends Event> E read(byte[] json, Class<E> type) throws IOException {
        return mapper.readValue(json, type);
    }

    public JsonNode tree(byte[] json) throws IOException {
        return mapper.readTree(json);
    }

    /** From what was read already; what is no object is none of an event's either. */
    public <E extends Event> E read(JsonNode tree, Class<E> type) throws IOException {
        return mapper.treeToValue(tree, type);
    }

    private static final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            return member instanceof AnnotatedParameter parameter && !nullable(parameter)
                    ? Boolean.TRUE
                    : super.hasRequiredMarker(member);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            return annotated instanceof AnnotatedParameter parameter && !nullable(parameter)
                    ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                    : super.findSetterInfo(annotated);
        }

        private static boolean nullable(AnnotatedParameter parameter) {
            return !(parameter.getOwner().getMember() instanceof Executable constructor)
                    || constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
                            Nullable.class);
        }
    }

    private static final class CountUnknownFields extends DeserializationProblemHandler {
        private final MeterRegistry metrics;

        private CountUnknownFields(MeterRegistry metrics) {
            this.metrics = metrics;
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            metrics.counter("samverka.events.unknown.fields").increment();
            parser.skipChildren();
            return true;
        }
    }
}
