package io.github.curvelane.spark;

import io.github.curvelane.cluster.ChunkedObjective;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What every executor is given once: the objective, and which Curvelane the driver runs. Spark
 * keeps one of these an executor as long as the broadcast lives; so long lives the executor's
 * scratch memory, which hangs on it. The objective is serialised here and not by Spark, whose
 * serializer may be another than Java's.
 */
final class Shared<A, D> implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] objective;
  private final String library;
  private transient Session<A, D> session;

  Shared(ChunkedObjective<A, D> objective) {
    this(objective, LibraryFingerprint.HERE);
  }

  Shared(ChunkedObjective<A, D> objective, String library) {
    this.objective = serialise(objective);
    this.library = library;
  }

  private static byte[] serialise(ChunkedObjective<?, ?> objective) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(objective);
    } catch (NotSerializableException refused) {
      String name = refused.getMessage();
      throw new IllegalArgumentException(
          "objective cannot be sent to executors: %s is a %s, which is not serialisable"
              .formatted(UnserialisableField.find("objective", objective, name), name),
          refused);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Why this process must not compute, or nothing. */
  String refusal() {
    return library.equals(LibraryFingerprint.HERE)
        ? ""
        : "%s has another Curvelane (%s) than the driver (%s): give both the same jar"
            .formatted(ExecutorReport.executor(), LibraryFingerprint.HERE, library);
  }

  /** The scratch memory of this process. */
  @SuppressWarnings("unchecked")
  synchronized Session<A, D> session() {
    if (session == null) {
      try (ObjectInputStream in = new ContextObjectInputStream(objective)) {
        session = new Session<>((ChunkedObjective<A, D>) in.readObject());
      } catch (IOException e) {
        throw new UncheckedIOException("the objective cannot be read: " + e.getMessage(), e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "%s has no class %s: name its jar in spark.jars"
                .formatted(ExecutorReport.executor(), e.getMessage()),
            e);
      }
    }
    return session;
  }

  /** Finds a job's classes where Spark has put them: in the loader of the task's thread. */
  private static final class ContextObjectInputStream extends ObjectInputStream {
    ContextObjectInputStream(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException absent) {
        return super.resolveClass(description);
      }
    }
  }
}
