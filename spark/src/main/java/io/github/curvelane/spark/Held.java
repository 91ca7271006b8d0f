package io.github.curvelane.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.curvelane.Precision;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.spark.api.java.function.FlatMapFunction;

/** A chunk in an executor's memory: as it came, opened once, with the checksum of its content. */
@DefaultSerializer(JavaSerializer.class)
final class Held<D> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Serializable element;
  private final int index;
  private final int checksum;

  /** Opened when first asked for; what is sent to another executor is opened there again. */
  private transient volatile D chunk;

  private Held(Serializable element) {
    this.element = element;
    if (element instanceof StoredBlock block) {
      this.index = block.index();
      this.checksum = block.checksum();
    } else {
      PlacedChunk<?> placed = (PlacedChunk<?>) element;
      this.index = placed.index();
      this.checksum = checksum(placed);
    }
  }

  private static int checksum(PlacedChunk<?> placed) {
    CRC32C crc = new CRC32C();
    try (ObjectOutputStream out =
        new ObjectOutputStream(new CheckedOutputStream(OutputStream.nullOutputStream(), crc))) {
      out.writeObject(placed.chunk());
    } catch (IOException e) {
      throw new UncheckedIOException(placed + " cannot be serialised: " + e, e);
    }
    return (int) crc.getValue();
  }

  int index() {
    return index;
  }

  int checksum() {
    return checksum;
  }

  @SuppressWarnings("unchecked")
  D open(Precision<?> precision) {
    D opened = chunk;
    if (opened == null) {
      opened =
          element instanceof StoredBlock block
              ? (D) block.open(precision)
              : (D) ((PlacedChunk<?>) element).chunk();
      chunk = opened;
    }
    return opened;
  }

  String name() {
    return element instanceof StoredBlock block ? block.name() : element.toString();
  }

  /** What Spark runs where the chunks are read, and again where one was lost. */
  static final class Hold<E extends Serializable, D>
      implements FlatMapFunction<Iterator<E>, Held<D>> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Held<D>> call(Iterator<E> elements) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return elements.hasNext();
        }

        @Override
        public Held<D> next() {
          return new Held<>(elements.next());
        }
      };
    }
  }
}
