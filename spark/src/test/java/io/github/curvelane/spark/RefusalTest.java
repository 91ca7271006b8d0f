package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkLoader;
import io.github.curvelane.cluster.ChunkedObjective;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.ExampleBlock;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.spark.FaultyObjective.Harm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What workers refuse, in which words, and that they are fit for use afterwards. */
final class RefusalTest {
  private static final Blobs BLOBS = new Blobs(2 * 4096 + 9, 4, 3, 2);

  @TempDir static Path folder;
  private static Cluster cluster;
  private static float[] theta;
  private static float[] expected;
  private static SparkWorkers<float[]> stays;

  @BeforeAll
  static void start() {
    cluster = Clusters.local(2, Map.of("spark.driver.maxResultSize", "1m"));
    theta = BLOBS.theta(Precision.FLOAT);
    try (ThreadWorkers<float[]> here = BLOBS.here(Precision.FLOAT)) {
      expected = gradient(here);
    }
    stays = BLOBS.workers(cluster, 2);
  }

  @AfterAll
  static void aStoppedContextIsSaid() {
    cluster.close();
    assertThatThrownBy(() -> gradient(stays))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the Spark context 'test' has been stopped, and its workers with it");
    stays.close();
    stays.close();
    assertThatThrownBy(() -> gradient(stays)).hasMessage("these workers are closed");
  }

  private static float[] gradient(Workers<float[]> workers) {
    float[] gradient = new float[theta.length];
    workers.sum(new ChunkRequest<>(theta).ask(ChunkQuantity.GRADIENT), List.of(gradient));
    return gradient;
  }

  // ---------------------------------------------------------------- chunks

  private record Renumber(int from, int to) implements Function<StoredBlock, StoredBlock> {
    @Override
    public StoredBlock call(StoredBlock block) {
      if (block.index() != from) {
        return block;
      }
      return StoredBlock.labels(
          Precision.FLOAT, to, new float[block.rows() * 4], 4, new int[block.rows()], 2);
    }
  }

  private static void refused(String message, int from, int to) {
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    BLOBS.objective(Precision.FLOAT),
                    BLOBS.rdd(cluster.context(), Precision.FLOAT, 2).map(new Renumber(from, to))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void chunksAreCounted() {
    refused("chunk 1 is there twice", 0, 1);
    refused("chunk 3 is one of 3, must be from 0 to 2, each once", 1, 3);
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    BLOBS.objective(Precision.FLOAT),
                    new Blobs(4100, 4, 3, 2)
                        .rdd(cluster.context(), Precision.FLOAT, 1)
                        .map(new Swap())))
        .hasMessage("chunk 0 of 2 has 4 examples, must have 4096");
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    BLOBS.objective(Precision.FLOAT),
                    BLOBS
                        .rdd(cluster.context(), Precision.FLOAT, 2)
                        .filter(block -> block.index() > 5)))
        .hasMessage("there are no examples: all partitions are empty");
  }

  private static final class Swap implements Function<StoredBlock, StoredBlock> {
    private static final long serialVersionUID = 1;

    @Override
    public StoredBlock call(StoredBlock block) {
      int rows = block.rows();
      return StoredBlock.labels(
          Precision.FLOAT, 1 - block.index(), new float[rows * 4], 4, new int[rows], 2);
    }
  }

  @Test
  void aBlockThatTheNetworkRefusesIsNamed() {
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    new Blobs(1, 5, 3, 2).objective(Precision.FLOAT),
                    BLOBS.rdd(cluster.context(), Precision.FLOAT, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block ")
        .hasMessageContaining(" of blobs of seed ");
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    BLOBS.objective(Precision.FLOAT),
                    BLOBS.rdd(cluster.context(), Precision.DOUBLE, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "block 0 (examples 0 to 4095 of blobs of seed 0) has elements of double, must have"
                + " those of the objective, float");
  }

  // ---------------------------------------------------------------- requests

  @Test
  void wrongRequestsAreRefusedBeforeAJob() {
    ChunkRequest<float[]> request = new ChunkRequest<>(theta).ask(ChunkQuantity.GRADIENT);
    String length = ", must have the objective's %d parameters".formatted(theta.length);
    refusedRequest("sums has 0 arrays, must have the 1 of the request", request, List.of());
    refusedRequest("sums[0] has 2 elements" + length, request, List.of(new float[2]));
    refusedRequest("a sum and theta are the same array", request, List.of(theta));
    refusedRequest(
        "theta has 1 elements" + length,
        new ChunkRequest<>(new float[1]).ask(ChunkQuantity.GRADIENT),
        List.of(new float[theta.length]));
    refusedRequest(
        "directions[0] has 3 elements" + length,
        new ChunkRequest<>(theta).ask(ChunkQuantity.HESSIAN_VECTORS, List.of(new float[3])),
        List.of(new float[theta.length]));
    assertThatThrownBy(() -> stays.ofChunks(2, 1))
        .hasMessage("chunks[1] is 1, must be greater than the 2 before it");
    assertThatThrownBy(() -> stays.ofChunks(3))
        .hasMessage("chunks[0] is 3, must be a chunk from 0 to 2");
    assertThatThrownBy(() -> stays.ofChunks()).hasMessage("chunks is empty, must be at least one");
  }

  private static void refusedRequest(
      String message, ChunkRequest<float[]> request, List<float[]> sums) {
    assertThatThrownBy(() -> stays.sum(request, sums))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatSparkWouldNotLetThroughIsSaidBefore() {
    Blobs wide = new Blobs(10, 4, 40_000, 2);
    try (SparkWorkers<float[]> workers = wide.workers(cluster, 1)) {
      float[] at = wide.theta(Precision.FLOAT);
      // One vector of 280,002 floats, and a little.
      assertThatThrownBy(
              () ->
                  workers.sum(
                      new ChunkRequest<>(at).ask(ChunkQuantity.GRADIENT),
                      List.of(new float[at.length])))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "spark.driver.maxResultSize is 1048576 bytes, must be at least 1136408 for GRADIENT"
                  + " of 280002 parameters in 1 partitions");
      assertThat(workers.sum(new ChunkRequest<>(at).ask(ChunkQuantity.VALUE), List.of()))
          .isPositive();
    }
  }

  // ---------------------------------------------------------------- objectives

  private static final class Table {}

  private record Holder(String name, List<Object> parts) implements java.io.Serializable {}

  private record Captured(Holder holder) implements ChunkedObjective<float[], Integer> {
    @Override
    public Precision<float[]> precision() {
      return Precision.FLOAT;
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public Set<ChunkQuantity> quantities() {
      return Set.of(ChunkQuantity.VALUE);
    }

    @Override
    public int examples(Integer chunk) {
      return 1;
    }

    @Override
    public ChunkLoader<float[], Integer> newLoader() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void whatCannotBeSentIsNamedWithItsField() {
    Captured objective = new Captured(new Holder("x", List.of("fine", new Table())));
    assertThatThrownBy(
            () ->
                SparkWorkers.of(
                    objective,
                    cluster.context().parallelize(List.of(1)).map(i -> new PlacedChunk<>(0, i))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "objective cannot be sent to executors: objective.holder.parts[1] is a %s, which is not"
                + " serialisable",
            Table.class.getName());
  }

  @Test
  void whatAChunkThrowsIsThrown() {
    FaultyObjective objective =
        new FaultyObjective(BLOBS.objective(Precision.FLOAT), folder.toString());
    try (SparkWorkers<float[]> workers =
        SparkWorkers.create(objective, BLOBS.rdd(cluster.context(), Precision.FLOAT, 2))) {
      objective.arm(Harm.THROW, "GRADIENT");
      assertThatThrownBy(() -> gradient(workers))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("a chunk of a bad day");
      assertThat(gradient(workers)).isEqualTo(expected);
    }
  }

  @Test
  void anInterruptedThreadCancelsItsJobAndASecondThreadIsRefused() throws InterruptedException {
    FaultyObjective objective =
        new FaultyObjective(BLOBS.objective(Precision.FLOAT), folder.toString());
    try (SparkWorkers<float[]> workers =
        SparkWorkers.create(objective, BLOBS.rdd(cluster.context(), Precision.FLOAT, 2))) {
      objective.arm(Harm.SLEEP, "GRADIENT");
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller =
          Thread.ofPlatform()
              .name("caller")
              .start(
                  () -> {
                    try {
                      gradient(workers);
                    } catch (Throwable e) {
                      thrown.set(e);
                    }
                  });
      while (objective.isArmed(Harm.SLEEP, "GRADIENT")) {
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> gradient(workers))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "this set of workers is in use by thread 'caller': each thread needs its own");
      caller.interrupt();
      caller.join(20_000);
      assertThat(thrown.get())
          .isInstanceOf(CancellationException.class)
          .hasMessage("the thread was interrupted: gradient was cancelled");
      assertThat(gradient(workers)).isEqualTo(expected);
    }
  }

  /** Where Spark notices the interruption is a matter of chance. */
  @RepeatedTest(20)
  void aThreadThatIsInterruptedBeforeItAsksIsToldSoAndCanCloseWorkers() {
    SparkWorkers<float[]> workers = BLOBS.workers(cluster, 2);
    ClusterObjective<float[]> objective = new ClusterObjective<>(workers);
    float[] gradient = new float[theta.length];
    float[] again = new float[theta.length];
    objective.linearize(theta, gradient);
    // The point that is kept is given back first, which waits for the executors.
    assertThatThrownBy(() -> whileInterrupted(() -> objective.linearize(theta, again)))
        .isInstanceOf(CancellationException.class)
        .hasMessageEndingWith("gradient was cancelled");
    objective.linearize(theta, again);
    assertThat(again).isEqualTo(gradient);
    assertThat(cluster.context().getPersistentRDDs()).containsKey(workers.keptRdd());
    whileInterrupted(workers::close);
    assertThatThrownBy(() -> whileInterrupted(() -> BLOBS.workers(cluster, 1)))
        .isInstanceOf(CancellationException.class);
    assertThat(cluster.context().getPersistentRDDs()).doesNotContainKey(workers.keptRdd());
  }

  /** Runs something on a thread that is interrupted, and stays so. */
  private static void whileInterrupted(Runnable work) {
    Thread.currentThread().interrupt();
    try {
      work.run();
    } finally {
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }
  }

  // ---------------------------------------------------------------- sources that change

  /**
   * Blocks of a file that holds a number to add to the first input, and how many chunks to give.
   */
  private record FromFile(String file, Blobs blobs) implements Function<Integer, StoredBlock> {
    @Override
    public StoredBlock call(Integer chunk) {
      StoredBlock block = blobs.block(Precision.FLOAT, chunk);
      float[] inputs = block.open(Precision.FLOAT).inputs();
      inputs[0] += read(file);
      int[] labels = new int[block.rows()];
      return StoredBlock.labels(Precision.FLOAT, chunk, inputs, 4, labels, 2).from(file);
    }

    static float read(String file) {
      try {
        return Float.parseFloat(Files.readString(Path.of(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aSourceThatHasChangedUnderALostBlockIsRefusedByName() throws IOException {
    Path file = folder.resolve("source");
    Files.writeString(file, "0");
    String name = file.toString();
    try (SparkWorkers<float[]> workers =
        SparkWorkers.of(
            BLOBS.objective(Precision.FLOAT),
            cluster
                .context()
                .parallelize(List.of(0, 1, 2), 2)
                .filter(chunk -> chunk < 2 || FromFile.read(name) < 9)
                .map(new FromFile(name, BLOBS)))) {
      float[] first = gradient(workers);
      for (Reduction reduction : Reduction.values()) {
        workers.reduceBy(reduction);
        Files.writeString(file, "1");
        assertThat(gradient(workers)).as("what is kept").isEqualTo(first);
        assertThat(KeptChunks.drop(cluster.context(), workers.keptRdd(), 2)).isEqualTo(2);
        float[] sums = new float[theta.length];
        Arrays.fill(sums, 7);
        float[] before = sums.clone();
        assertThatThrownBy(
                () ->
                    workers.sum(
                        new ChunkRequest<>(theta).ask(ChunkQuantity.GRADIENT), List.of(sums)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageMatching(
                "(?s)block [012] \\(examples \\d+ to \\d+ of \\Q"
                    + name
                    + "\\E\\) is not what was first read: its checksum is .*, was .*, its source"
                    + " has changed");
        assertThat(sums).isEqualTo(before);
        Files.writeString(file, "9");
        KeptChunks.drop(cluster.context(), workers.keptRdd(), 2);
        assertThatThrownBy(() -> gradient(workers.ofChunks(2)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("its source has changed");
        Files.writeString(file, "0");
        KeptChunks.drop(cluster.context(), workers.keptRdd(), 2);
        assertThat(gradient(workers)).isEqualTo(first);
      }
    }
  }

  @Test
  void anotherLibraryIsRefused() {
    var shared = new Shared<>(BLOBS.objective(Precision.FLOAT), "arithmetic 0, classes 00000000");
    assertThat(shared.refusal())
        .matches(
            "executor driver on .* has another Curvelane \\(arithmetic 1, classes [0-9a-f]{8}\\)"
                + " than the driver \\(arithmetic 0, classes 00000000\\): give both the same jar");
    assertThat(new Shared<>(BLOBS.objective(Precision.FLOAT)).refusal()).isEmpty();
  }

  @Test
  void anExecutorWithAnotherLibraryNeitherReadsNorComputesNorAdds() {
    JavaSparkContext context = cluster.context();
    NetworkChunks<float[]> objective = BLOBS.objective(Precision.FLOAT);
    var foreign = new Shared<>(objective, "arithmetic 0, classes 00000000");
    Set<Integer> kept = Set.copyOf(context.getPersistentRDDs().keySet());
    assertThatThrownBy(
            () -> ClusterChunks.load(objective, foreign, BLOBS.rdd(context, Precision.FLOAT, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has another Curvelane");
    assertThat(context.getPersistentRDDs().keySet()).isEqualTo(kept);
    ChunkTask<float[], ExampleBlock<float[]>> task =
        new ChunkTask<>(
            context.broadcast(foreign),
            context.broadcast(new int[][] {new int[3], {3}}),
            context.broadcast(LittleEndian.toBytes(Precision.FLOAT, theta)),
            null,
            new ChunkRequest<>(theta).ask(ChunkQuantity.GRADIENT),
            null,
            3);
    assertThat(task.whole(Collections.emptyIterator()).refusal).contains("another Curvelane");
    int[] cuts = {0, theta.length};
    Answer whole = new Shuffled.AddWhole<>(task).call(Collections.emptyIterator()).next();
    assertThat(whole.refusal).contains("another Curvelane");
    Answer slice = new Shuffled.AddSlice<>(task, cuts).call(Collections.emptyIterator()).next();
    assertThat(slice.refusal).contains("another Curvelane");
  }

  // ---------------------------------------------------------------- what Spark says

  private static String told(Throwable failure) {
    return Failures.ofJob(cluster.context().sc(), "gradient", failure).getMessage();
  }

  @Test
  void whatSparkSaysIsASentence() {
    String lost = "Job aborted: Lost task 0.3 (executor 1): java.lang.ClassNotFoundException: ";
    assertThat(told(new SparkException(lost + "io.github.curvelane.spark.Shared\n\tat x.Y(Y:1)")))
        .startsWith("an executor has no or another Curvelane than the driver: name the driver's");
    Throwable files =
        new RuntimeException("java.lang.ClassNotFoundException: Class x.S3 not found");
    String page = lost + "Class x.S3 not found\n\tat io.github.curvelane.spark.IdxChunks.open(";
    assertThat(Failures.ofJob(cluster.context().sc(), "gradient", new SparkException(page, files)))
        .isSameAs(files)
        .hasSuppressedException(new SparkException("gradient failed on the cluster"));
    assertThat(told(new SparkException(page)))
        .startsWith("gradient failed on the cluster: ")
        .doesNotContain("\n");
    Throwable old = new UnsupportedClassVersionError("io/github/curvelane/Precision has been");
    assertThat(told(new SparkException("Job aborted", old)))
        .startsWith("an executor runs on a Java older than 25");
    assertThat(told(new SparkException("bigger than spark.driver.maxResultSize (1024.0 KiB)")))
        .startsWith("spark.driver.maxResultSize is too small for gradient: ");
    Throwable file = new UncheckedIOException("x was cut", new IOException("x was cut"));
    assertThat(told(new SparkException("Job aborted", file))).isEqualTo("x was cut");
  }

  // ---------------------------------------------------------------- another serializer

  private static <T> T throughKryo(T object) {
    SerializerInstance kryo = new KryoSerializer(cluster.context().getConf()).newInstance();
    ClassTag<T> any = ClassTag$.MODULE$.apply(Object.class);
    return kryo.deserialize(kryo.serialize(object, any), any);
  }

  @Test
  void sparkMayUseKryo() {
    assertThat(throughKryo(new PlacedChunk<>(3, "x"))).isEqualTo(new PlacedChunk<>(3, "x"));
    StoredBlock block = BLOBS.block(Precision.FLOAT, 2);
    assertThat(throughKryo(block).checksum()).isEqualTo(block.checksum());
    Answer answer = Answer.of(5, new byte[] {1, 2});
    answer.slice = 4;
    assertThat(throughKryo(answer)).usingRecursiveComparison().isEqualTo(answer);
    Shared<?, ?> shared = throughKryo(new Shared<>(BLOBS.objective(Precision.FLOAT)));
    assertThat(shared.refusal()).isEmpty();
    assertThat(shared.session().objective().dimension()).isEqualTo(theta.length);
  }
}
