package io.github.curvelane.spark;

import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkLoader;
import io.github.curvelane.cluster.ChunkedObjective;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The scratch memory of one executor for one objective, kept from evaluation to evaluation: seats,
 * one for each chunk that is being computed, trees, one for each task, and the last point and
 * directions as arrays.
 */
final class Session<A, D> {
  private final ChunkedObjective<A, D> objective;
  private final Precision<A> precision;
  private final ArrayList<Seat> free = new ArrayList<>();
  private final ArrayDeque<ChunkTree<A>> trees = new ArrayDeque<>();
  private final Decoded<A> theta = new Decoded<>();
  private final Decoded<A> directions = new Decoded<>();

  /** Memory for one chunk at a time. */
  private final class Seat {
    final ChunkLoader<A, D> loader = objective.newLoader();
    final ArrayList<A> arrays = new ArrayList<>();

    /** The chunk whose signals may still be there. */
    D last;

    List<A> sums(int width) {
      while (arrays.size() < width) {
        arrays.add(precision.newArray(objective.dimension()));
      }
      return arrays.subList(0, width);
    }
  }

  private static final class Decoded<A> {
    long broadcast = -1;
    List<A> arrays = List.of();
  }

  Session(ChunkedObjective<A, D> objective) {
    this.objective = objective;
    this.precision = objective.precision();
  }

  ChunkedObjective<A, D> objective() {
    return objective;
  }

  /** θ as an array, the same as long as it is the same broadcast. */
  A theta(long broadcast, byte[] bytes) {
    return decode(theta, broadcast, new byte[][] {bytes}).getFirst();
  }

  List<A> directions(long broadcast, byte[][] bytes) {
    return decode(directions, broadcast, bytes);
  }

  private List<A> decode(Decoded<A> decoded, long broadcast, byte[][] bytes) {
    synchronized (decoded) {
      if (decoded.broadcast != broadcast) {
        List<A> arrays = new ArrayList<>();
        for (byte[] each : bytes) {
          arrays.add(LittleEndian.toArray(precision, each));
        }
        decoded.arrays = List.copyOf(arrays);
        decoded.broadcast = broadcast;
      }
      return decoded.arrays;
    }
  }

  /** Computes a chunk's sums and adds them to a task's tree. */
  void add(Held<D> held, int place, ChunkRequest<A> request, ChunkTree<A> tree) {
    D chunk = held.open(precision);
    Seat seat = take(chunk);
    List<A> sums = seat.sums(request.width());
    double value = seat.loader.load(chunk).chunkSums(request, place, sums);
    seat.last = chunk;
    synchronized (tree) {
      tree.add(place, value, sums);
    }
    // One that has thrown is not given back: what it holds is not known.
    synchronized (free) {
      free.add(seat);
    }
  }

  private Seat take(D chunk) {
    synchronized (free) {
      for (int i = free.size() - 1; i >= 0; i--) {
        if (free.get(i).last == chunk) {
          return free.remove(i);
        }
      }
      if (!free.isEmpty()) {
        return free.removeFirst();
      }
    }
    return new Seat();
  }

  ChunkTree<A> takeTree(int chunks, int width) {
    ChunkTree<A> tree;
    synchronized (trees) {
      tree = trees.poll();
    }
    if (tree == null) {
      tree = new ChunkTree<>(Kernels.of(precision));
    }
    tree.begin(chunks, width, objective.dimension());
    return tree;
  }

  void giveTree(ChunkTree<A> tree) {
    synchronized (trees) {
      trees.push(tree);
    }
  }
}
