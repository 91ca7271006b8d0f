package io.github.curvelane.spark;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.kernel.ChunkTree;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/** One evaluation of the chunks of a partition: what travels with each job. */
final class ChunkTask<A, D> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<Shared<A, D>> shared;

  /** The first reading: checksums by chunk, and the number of chunks of each partition. */
  private final Broadcast<int[][]> expected;

  private final Broadcast<byte[]> theta;
  private final @Nullable Broadcast<byte[][]> directions;
  private final ChunkQuantity quantity;
  private final long point;
  private final int samples;
  private final long seed;

  /** The chunks that are summed, ascending; null for all. */
  private final int @Nullable [] chosen;

  private final int chunks;

  ChunkTask(
      Broadcast<Shared<A, D>> shared,
      Broadcast<int[][]> expected,
      Broadcast<byte[]> theta,
      @Nullable Broadcast<byte[][]> directions,
      ChunkRequest<A> request,
      int @Nullable [] chosen,
      int chunks) {
    this.shared = shared;
    this.expected = expected;
    this.theta = theta;
    this.directions = directions;
    this.quantity = request.quantity();
    this.point = request.point();
    this.samples = request.samples();
    this.seed = request.seed();
    this.chosen = chosen;
    this.chunks = chunks;
  }

  /** Thrown to end a task of whose chunks no number may be formed. */
  private static final class ChangedSource extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChangedSource(String message) {
      super(message, null, false, false);
    }
  }

  int chunks() {
    return chunks;
  }

  int width() {
    return quantity == ChunkQuantity.VALUE ? 0 : directions == null ? 1 : directions.value().length;
  }

  /** Why this process must neither compute nor add, or nothing. */
  String refusal() {
    return shared.value().refusal();
  }

  Session<A, D> session() {
    return shared.value().session();
  }

  /** The sums of this partition as one tree's nodes. */
  Answer whole(Iterator<Held<D>> held) {
    return slices(held, null).getFirst();
  }

  /**
   * Computes the sums of this partition.
   *
   * @param cuts coordinates 0 = c₀ &lt; c₁ &lt; … = N between which the nodes are cut, null for one
   *     piece
   * @return an answer for each slice
   */
  List<Answer> slices(Iterator<Held<D>> held, int @Nullable [] cuts) {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      return refused(refusal, cuts);
    }
    Session<A, D> session = session();
    ChunkRequest<A> request = request(session);
    ChunkTree<A> tree = session.takeTree(chunks, request.width());
    try {
      long began = System.nanoTime();
      compute(held, session, request, tree);
      List<Answer> answers = new ArrayList<>();
      if (cuts == null) {
        byte[] nodes = tree.toBytes();
        answers.add(Answer.of(System.nanoTime() - began, nodes));
      } else {
        for (int s = 0; s + 1 < cuts.length; s++) {
          byte[] nodes = tree.toBytes(cuts[s], cuts[s + 1]);
          answers.add(Answer.of(System.nanoTime() - began, nodes));
        }
      }
      return answers;
    } catch (ChangedSource changed) {
      return refused(changed.getMessage(), cuts);
    } finally {
      session.giveTree(tree);
    }
  }

  private static List<Answer> refused(String why, int @Nullable [] cuts) {
    List<Answer> answers = new ArrayList<>();
    for (int s = 0; s < (cuts == null ? 1 : cuts.length - 1); s++) {
      answers.add(Answer.refused(why));
    }
    return answers;
  }

  private ChunkRequest<A> request(Session<A, D> session) {
    A at = session.theta(theta.id(), theta.value());
    ChunkRequest<A> request = new ChunkRequest<>(at).at(at, point);
    if (directions != null) {
      return request.ask(quantity, session.directions(directions.id(), directions.value()));
    }
    return quantity == ChunkQuantity.SAMPLED_GAUSS_NEWTON_DIAGONAL
        ? request.askSampledDiagonal(samples, seed)
        : request.ask(quantity);
  }

  private void compute(
      Iterator<Held<D>> held, Session<A, D> session, ChunkRequest<A> request, ChunkTree<A> tree) {
    TaskContext context = TaskContext.get();
    int here = expected.value()[1][context.partitionId()];
    int threads = Math.max(1, Math.min(context.cpus(), here));
    int seen = 0;
    try (ChunkCrew<Held<D>> crew =
        new ChunkCrew<>(
            threads, chunk -> session.add(chunk, place(chunk.index()), request, tree))) {
      while (held.hasNext()) {
        context.killTaskIfInterrupted();
        Held<D> chunk = held.next();
        seen++;
        check(chunk);
        if (place(chunk.index()) >= 0) {
          crew.accept(chunk);
        }
      }
      if (seen != here) {
        throw new ChangedSource(
            "partition %d had %d chunks when it was first read and has %d now: its source has changed"
                .formatted(context.partitionId(), here, seen));
      }
      crew.finish();
    }
  }

  private int place(int index) {
    return chosen == null ? index : Arrays.binarySearch(chosen, index);
  }

  private void check(Held<?> chunk) {
    int[] checksums = expected.value()[0];
    int index = chunk.index();
    if (index >= checksums.length || checksums[index] != chunk.checksum()) {
      throw new ChangedSource(
          "%s is not what was first read: its checksum is %08x%s, its source has changed"
              .formatted(
                  chunk.name(),
                  chunk.checksum(),
                  index >= checksums.length
                      ? " and there was no such chunk"
                      : ", was %08x".formatted(checksums[index])));
    }
  }
}
