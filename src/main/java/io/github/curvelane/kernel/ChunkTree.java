package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.SoleUse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Adds the sums of canonical chunks by a fixed binary tree over their indices, in whatever order
 * and wherever they are formed. With C chunks and sums S₀ … S_{C−1} the total is T(0, C):
 *
 * <p>T(a, 1) = S_a; T(a, n) = T(a, h) + T(a + h, n − h), h the largest power of two below n,
 *
 * <p>one rounded addition an element. Addition commutes, so the bits do not depend on who meets
 * whom first: chunks may arrive in any order, whoever has some of them may add those and hand the
 * {@linkplain #toBytes nodes} on. Up to three chunks the tree is a sum from left to right. Its
 * rounding error grows with log₂C where that of a sum from left to right grows with C.
 *
 * <p>A node covers the chunks [j·2ᵏ, (j+1)·2ᵏ) that there are. Two nodes that are siblings are
 * added at once, so ascending chunks leave at most ⌈log₂C⌉ nodes, any range of consecutive chunks
 * at most 2⌈log₂C⌉.
 *
 * <p>A chunk that is there twice is refused, and so is a total of which one is missing. What is
 * refused leaves the tree as it was. Memory is taken when it is first needed and kept; afterwards
 * nothing is allocated, but for bytes. A second thread at the same time is refused by an {@link
 * IllegalStateException} that names the first; so is one whose sum another thread's {@code begin}
 * has replaced.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ChunkTree<A> {
  private static final int MAGIC = 0x54434c43;
  private static final int HEADER = 7 * Integer.BYTES;
  private static final int NODE_HEADER = 2 * Integer.BYTES + Double.BYTES;

  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final SoleUse use = new SoleUse("this tree of sums");
  private final LastSetter begun = new LastSetter("the sum that this thread began", "a tree");

  /** The nodes in ascending order of their chunks, no two of them siblings. */
  private final ArrayList<Node<A>> nodes = new ArrayList<>();

  private final ArrayList<Node<A>> free = new ArrayList<>();
  private int chunks;
  private int width;
  private int dimension;

  /** The length of the arrays in memory; a sum without vectors leaves them as they are. */
  private int arrayLength;

  /** The sum of the chunks from start on, 2ᵏ of them or as many as there are. */
  private static final class Node<A> {
    int start;
    int level;
    double value;
    final ArrayList<A> sums = new ArrayList<>();
  }

  /**
   * Tells how many of n chunks, or of n terms that are added alike, are in the left half.
   *
   * @param n the number of chunks, at least 2
   * @return h, the largest power of two below n
   */
  public static int left(int n) {
    return Integer.highestOneBit(n - 1);
  }

  /**
   * Creates a tree; {@link #begin} says of what.
   *
   * @param kernels the kernels that add
   */
  public ChunkTree(Kernels<A> kernels) {
    Objects.requireNonNull(kernels, "kernels");
    this.precision = kernels.precision();
    this.algebra = kernels.vectorAlgebra();
  }

  /**
   * Begins a sum; what was added before is forgotten.
   *
   * @param chunks the number of chunks C, at least 1
   * @param width the number of vectors of each chunk, at least 0
   * @param dimension the number of elements of each vector, at least 0
   * @throws IllegalArgumentException if one is less
   */
  public void begin(int chunks, int width, int dimension) {
    use.begin();
    try {
      checkAtLeast("chunks", chunks, 1);
      checkAtLeast("width", width, 0);
      checkAtLeast("dimension", dimension, 0);
      begun.set();
      if (width > 0 && dimension != arrayLength) {
        nodes.clear();
        free.clear();
        arrayLength = dimension;
      }
      while (!nodes.isEmpty()) {
        free.add(nodes.removeLast());
      }
      this.chunks = chunks;
      this.width = width;
      this.dimension = dimension;
    } finally {
      use.end();
    }
  }

  private static void checkAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
    }
  }

  /**
   * Adds the sums of one chunk.
   *
   * @param chunk its index, from 0
   * @param value the sum of its values
   * @param sums its vectors; copied
   * @throws IllegalArgumentException if there is no such chunk, it is there already, or the number
   *     or length of the vectors is another
   */
  public void add(int chunk, double value, List<A> sums) {
    use.begin();
    try {
      begun.require();
      if (chunk < 0 || chunk >= chunks) {
        throw new IllegalArgumentException(
            "chunk is %d, must be from 0 to %d".formatted(chunk, chunks - 1));
      }
      if (sums.size() != width) {
        throw new IllegalArgumentException(
            "chunk %d has %d vectors, must have %d".formatted(chunk, sums.size(), width));
      }
      for (int k = 0; k < width; k++) {
        int length = precision.length(sums.get(k));
        if (length != dimension) {
          throw new IllegalArgumentException(
              "vector %d of chunk %d has %d elements, must have %d"
                  .formatted(k, chunk, length, dimension));
        }
      }
      checkAbsent(chunk, 0);
      insert(chunk, 0, value, sums);
    } finally {
      use.end();
    }
  }

  /**
   * Adds what another tree holds of the same sum.
   *
   * @param other the other tree, which stays as it is
   * @throws IllegalArgumentException if it is this tree, has another number of chunks, vectors or
   *     elements, or holds a chunk that is here too
   */
  public void merge(ChunkTree<A> other) {
    Objects.requireNonNull(other, "other");
    if (other == this) {
      throw new IllegalArgumentException("other is this tree");
    }
    use.begin();
    try {
      begun.require();
      other.use.begin();
      try {
        insertAll(other);
      } finally {
        other.use.end();
      }
    } finally {
      use.end();
    }
  }

  private void insertAll(ChunkTree<A> other) {
    checkSame("chunks", other.chunks, chunks);
    checkSame("vectors", other.width, width);
    checkSame("elements of a vector", other.dimension, dimension);
    for (int i = 0; i < other.nodes.size(); i++) {
      checkAbsent(other.nodes.get(i).start, other.nodes.get(i).level);
    }
    for (int i = 0; i < other.nodes.size(); i++) {
      Node<A> node = other.nodes.get(i);
      insert(node.start, node.level, node.value, node.sums);
    }
  }

  private static void checkSame(String what, long there, long here) {
    if (there != here) {
      throw new IllegalArgumentException(
          "the other tree has %d %s, must have %d".formatted(there, what, here));
    }
  }

  /**
   * Returns the number of nodes that are held.
   *
   * @return the number of vectors in memory is this times the width
   */
  public int nodes() {
    return nodes.size();
  }

  /**
   * Finishes the sum.
   *
   * @param scale what the root is multiplied by, once, rounded to the precision; 1 leaves it
   * @param results receive the vectors' totals, as many as the width
   * @return the values' total, times the scale
   * @throws IllegalStateException if a chunk is missing, naming the first
   * @throws IllegalArgumentException if the number or length of the results is another, or two of
   *     them are one array
   */
  public double total(double scale, List<A> results) {
    Objects.requireNonNull(results, "results");
    use.begin();
    try {
      begun.require();
      int missing = 0;
      for (int i = 0; i < nodes.size() && nodes.get(i).start == missing; i++) {
        missing = end(nodes.get(i).start, nodes.get(i).level);
      }
      if (missing < chunks) {
        throw new IllegalStateException("chunk %d of %d is missing".formatted(missing, chunks));
      }
      if (nodes.isEmpty()) {
        throw new IllegalStateException("no sum was begun");
      }
      if (results.size() != width) {
        throw new IllegalArgumentException(
            "%d results, must be %d".formatted(results.size(), width));
      }
      for (int k = 0; k < width; k++) {
        int length = precision.length(results.get(k));
        if (length != dimension) {
          throw new IllegalArgumentException(
              "result %d has %d elements, must have %d".formatted(k, length, dimension));
        }
      }
      checkApart(results);
      Node<A> root = nodes.getFirst();
      for (int k = 0; k < width; k++) {
        if (scale == 1) {
          precision.copy(root.sums.get(k), 0, results.get(k), 0, dimension);
        } else {
          algebra.scale(dimension, scale, root.sums.get(k), 0, results.get(k), 0);
        }
      }
      return scale == 1 ? root.value : root.value * scale;
    } finally {
      use.end();
    }
  }

  /** Refuses an array that is to receive two totals. */
  static void checkApart(List<?> results) {
    for (int k = 1; k < results.size(); k++) {
      for (int other = 0; other < k; other++) {
        if (results.get(other) == results.get(k)) {
          throw new IllegalArgumentException(
              "results %d and %d are the same array".formatted(other, k));
        }
      }
    }
  }

  // ---------------------------------------------------------------- the tree

  /** The chunk after the last that a node covers. */
  private int end(int start, int level) {
    return (int) Math.min(chunks, start + (1L << level));
  }

  /** The index of the first node that starts at or after a chunk. */
  private int position(int start) {
    int low = 0;
    int high = nodes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nodes.get(middle).start < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void checkAbsent(int start, int level) {
    int at = position(start);
    if (at > 0 && end(nodes.get(at - 1).start, nodes.get(at - 1).level) > start) {
      throw new IllegalArgumentException("chunk %d is there twice".formatted(start));
    }
    if (at < nodes.size() && nodes.get(at).start < end(start, level)) {
      throw new IllegalArgumentException("chunk %d is there twice".formatted(nodes.get(at).start));
    }
  }

  /** Adds a node to its sibling, and the sum to its own, as long as there is one. */
  private void insert(int start, int level, double value, List<A> sums) {
    int at = position(start);
    int from = start;
    int k = level;
    Node<A> node = null;
    while ((1L << k) < chunks) {
      long sibling = ((long) (from >> k) ^ 1) << k;
      if (sibling < chunks) {
        int beside = sibling < from ? at - 1 : node == null ? at : at + 1;
        if (beside < 0
            || beside == nodes.size()
            || nodes.get(beside).start != sibling
            || nodes.get(beside).level != k) {
          break;
        }
        Node<A> other = nodes.get(beside);
        addTo(other, node == null ? value : node.value, node == null ? sums : node.sums);
        if (node != null) {
          free.add(nodes.remove(at));
        }
        node = other;
        at = Math.min(at, beside);
        from = Math.min(from, node.start);
        node.start = from;
      }
      k++;
      if (node != null) {
        node.level = k;
      }
    }
    if (node == null) {
      node = take();
      node.start = from;
      node.level = k;
      node.value = value;
      for (int i = 0; i < width; i++) {
        precision.copy(sums.get(i), 0, node.sums.get(i), 0, dimension);
      }
      nodes.add(at, node);
    }
  }

  private void addTo(Node<A> node, double value, List<A> sums) {
    node.value += value;
    for (int i = 0; i < width; i++) {
      A sum = node.sums.get(i);
      algebra.add(dimension, sum, 0, sums.get(i), 0, sum, 0);
    }
  }

  /** A node with memory for at least the width. */
  private Node<A> take() {
    Node<A> node = free.isEmpty() ? new Node<>() : free.removeLast();
    while (node.sums.size() < width) {
      node.sums.add(precision.newArray(dimension));
    }
    return node;
  }

  // ---------------------------------------------------------------- bytes

  /**
   * Writes the nodes, little-endian: precision, width, dimension and number of chunks; the nodes
   * with their places; a CRC-32C of all that.
   *
   * @return the bytes, of which {@link #mergeBytes} takes the same nodes, bit for bit
   * @throws IllegalStateException if they are too many for an array
   */
  public byte[] toBytes() {
    return toBytes(0, dimension);
  }

  /**
   * Writes a range of the elements of the nodes' vectors, as {@link #toBytes()} writes all: what a
   * tree takes that adds these coordinates alone, begun with as many elements. The values go with
   * the range that starts at 0; in others they are 0.
   *
   * @param from the first element
   * @param to the element after the last
   * @return the bytes, of which {@link #mergeBytes} takes the nodes into a tree of {@code to} −
   *     {@code from} elements
   * @throws IllegalArgumentException unless 0 ≤ from ≤ to ≤ the number of elements of a vector
   * @throws IllegalStateException if they are too many for an array
   */
  public byte[] toBytes(int from, int to) {
    use.begin();
    try {
      begun.require();
      if (from < 0 || from > to || to > dimension) {
        throw new IllegalArgumentException(
            "from is %d, to is %d, must be 0 ≤ from ≤ to ≤ %d".formatted(from, to, dimension));
      }
      int elements = to - from;
      long length = byteLength(nodes.size(), elements);
      if (length > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "%d nodes of %d vectors of %d elements are %d bytes, too many for an array"
                .formatted(nodes.size(), width, elements, length));
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(MAGIC).putInt(precision.bytes()).putInt(width).putInt(elements);
      buffer.putInt(chunks).putInt(nodes.size()).putInt(0);
      for (Node<A> node : nodes) {
        buffer.putInt(node.start).putInt(node.level).putDouble(from == 0 ? node.value : 0);
        for (int i = 0; i < width; i++) {
          put(buffer, node.sums.get(i), from, elements);
        }
      }
      buffer.putInt(checksum(buffer));
      return buffer.array();
    } finally {
      use.end();
    }
  }

  private long byteLength(long count, int elements) {
    long node = NODE_HEADER + (long) width * elements * precision.bytes();
    return HEADER + Math.multiplyExact(count, node) + Integer.BYTES;
  }

  /** The checksum of all but the last four bytes. */
  private static int checksum(ByteBuffer buffer) {
    CRC32C checksum = new CRC32C();
    checksum.update(buffer.array(), 0, buffer.capacity() - Integer.BYTES);
    return (int) checksum.getValue();
  }

  private void put(ByteBuffer buffer, A array, int from, int elements) {
    if (array instanceof float[] floats) {
      buffer.asFloatBuffer().put(floats, from, elements);
    } else {
      buffer.asDoubleBuffer().put((double[]) array, from, elements);
    }
    buffer.position(buffer.position() + elements * precision.bytes());
  }

  private void get(ByteBuffer buffer, A array) {
    if (array instanceof float[] floats) {
      buffer.asFloatBuffer().get(floats);
    } else {
      buffer.asDoubleBuffer().get((double[]) array);
    }
    buffer.position(buffer.position() + dimension * precision.bytes());
  }

  /**
   * Adds the nodes that {@link #toBytes} of another tree of the same sum has written. Lengths are
   * checked before anything is allocated.
   *
   * @param bytes the bytes
   * @throws IllegalArgumentException if they are damaged, of another precision, number of chunks,
   *     vectors or elements, or hold a chunk that is here too
   */
  public void mergeBytes(byte[] bytes) {
    use.begin();
    try {
      begun.require();
      Objects.requireNonNull(bytes, "bytes");
      if (bytes.length < HEADER + Integer.BYTES) {
        throw new IllegalArgumentException(
            "bytes has %d elements, must have at least %d"
                .formatted(bytes.length, HEADER + Integer.BYTES));
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (buffer.getInt() != MAGIC) {
        throw new IllegalArgumentException("bytes are not the nodes of a tree of chunks");
      }
      int elementBytes = buffer.getInt();
      if (elementBytes != precision.bytes()) {
        throw new IllegalArgumentException(
            "bytes hold elements of %d bytes, must be those of %s, %d"
                .formatted(elementBytes, precision, precision.bytes()));
      }
      checkSame("vectors", buffer.getInt(), width);
      checkSame("elements of a vector", buffer.getInt(), dimension);
      checkSame("chunks", buffer.getInt(), chunks);
      int count = buffer.getInt();
      int reserved = buffer.getInt();
      if (count < 0
          || count > chunks
          || byteLength(count, dimension) != bytes.length
          || reserved != 0) {
        throw new IllegalArgumentException(
            "bytes has %d elements, which are not those of the %d nodes that it tells of"
                .formatted(bytes.length, count));
      }
      if (buffer.getInt(bytes.length - Integer.BYTES) != checksum(buffer)) {
        throw new IllegalArgumentException("bytes are damaged: the checksum is another");
      }
      int body = (int) (byteLength(1, dimension) - byteLength(0, dimension));
      checkNodes(buffer, count, body);
      Node<A> read = take();
      for (int i = 0; i < count; i++) {
        int start = buffer.getInt();
        int level = buffer.getInt();
        double value = buffer.getDouble();
        for (int k = 0; k < width; k++) {
          get(buffer, read.sums.get(k));
        }
        insert(start, level, value, read.sums);
      }
      free.add(read);
    } finally {
      use.end();
    }
  }

  /** Nodes that are places of the tree, in ascending order, and of chunks that are not here yet. */
  private void checkNodes(ByteBuffer buffer, int count, int body) {
    int free = 0;
    for (int i = 0; i < count; i++) {
      int start = buffer.getInt(HEADER + i * body);
      int level = buffer.getInt(HEADER + i * body + Integer.BYTES);
      if (start < free || start >= chunks || !isPlace(start, level)) {
        throw new IllegalArgumentException(
            "bytes are damaged: node %d is said to start at chunk %d on level %d"
                .formatted(i, start, level));
      }
      checkAbsent(start, level);
      free = end(start, level);
    }
  }

  /** Whether a node may stand there: one whose sibling is beyond the last chunk stands higher. */
  private boolean isPlace(int start, int level) {
    if (level < 0 || level > 31 || start % (1L << level) != 0) {
      return false;
    }
    if (1L << level >= chunks) {
      return level == 0 || 1L << (level - 1) < chunks;
    }
    return (((long) (start >> level) ^ 1) << level) < chunks;
  }

  @Override
  public String toString() {
    return nodes.size() + " sums of " + chunks + " chunks, " + precision;
  }
}
