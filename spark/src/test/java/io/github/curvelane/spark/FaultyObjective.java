package io.github.curvelane.spark;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.ChunkSums;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkLoader;
import io.github.curvelane.cluster.ChunkedObjective;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A network's objective whose process comes to harm in the middle of a chunk, once for each time
 * that it is armed: by a file, which one process alone can delete.
 */
record FaultyObjective(NetworkChunks<float[]> network, String folder)
    implements ChunkedObjective<float[], ExampleBlock<float[]>> {
  /** What happens, and to whom. */
  enum Harm {
    KILL,
    STOP,
    SLEEP,
    THROW
  }

  /** Has the next process that asks for a quantity of a chunk, or looks at one, come to harm. */
  void arm(Harm harm, String when) {
    try {
      Files.createFile(file(harm, when));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isArmed(Harm harm, String when) {
    return Files.exists(file(harm, when));
  }

  private Path file(Harm harm, String when) {
    return Path.of(folder, harm + " " + when);
  }

  private void comeToHarm(String when) {
    try {
      for (Harm harm : Harm.values()) {
        if (Files.deleteIfExists(file(harm, when))) {
          String pid = Long.toString(ProcessHandle.current().pid());
          switch (harm) {
            case KILL, STOP -> {
              Files.writeString(Path.of(folder, "victim"), pid);
              new ProcessBuilder("kill", "-" + harm, pid).start().waitFor();
              Thread.sleep(100);
            }
            case SLEEP -> Thread.sleep(120_000);
            case THROW -> throw new UnsupportedOperationException("a chunk of a bad day");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public Precision<float[]> precision() {
    return network.precision();
  }

  @Override
  public int dimension() {
    return network.dimension();
  }

  @Override
  public Set<ChunkQuantity> quantities() {
    return network.quantities();
  }

  @Override
  public int examples(ExampleBlock<float[]> chunk) {
    comeToHarm("LOADING");
    return network.examples(chunk);
  }

  @Override
  public ChunkLoader<float[], ExampleBlock<float[]>> newLoader() {
    ChunkLoader<float[], ExampleBlock<float[]>> loader = network.newLoader();
    return chunk -> new FaultySums(loader.load(chunk));
  }

  private final class FaultySums implements ChunkSums<float[]> {
    private final ChunkSums<float[]> sums;

    FaultySums(ChunkSums<float[]> sums) {
      this.sums = sums;
    }

    @Override
    public Set<ChunkQuantity> chunkQuantities() {
      return sums.chunkQuantities();
    }

    @Override
    public double chunkSums(ChunkRequest<float[]> request, int place, List<float[]> results) {
      comeToHarm(request.quantity().toString());
      return sums.chunkSums(request, place, results);
    }

    @Override
    public Precision<float[]> precision() {
      return sums.precision();
    }

    @Override
    public int dimension() {
      return sums.dimension();
    }

    @Override
    public double value(float[] theta) {
      return sums.value(theta);
    }

    @Override
    public double valueAndGradient(float[] theta, float[] gradient) {
      return sums.valueAndGradient(theta, gradient);
    }
  }
}
