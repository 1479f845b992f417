package org.samverka.testing;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks a supplier in the JVM's own class loader: Quarkus gives every application under test a class loader of its own
 * and closes it afterwards, so what is to outlive the application must not live in it.
 */
final class OncePerJvm {
    private OncePerJvm() {}

    /** What the one supplier of this type in the JVM answers; the type needs a public constructor. */
    static Map<String, String> ask(Class<? extends Supplier<Map<String, String>>> type) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader outliving = ClassLoader.getSystemClassLoader();
        thread.setContextClassLoader(outliving);
        try {
            Object supplier =
                    outliving.loadClass(type.getName()).getConstructor().newInstance();
            @SuppressWarnings("unchecked")
            Map<String, String> answer = ((Supplier<Map<String, String>>) supplier).get();
            return answer;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not on the JVM's class path", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
