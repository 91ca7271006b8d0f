package io.github.curvelane.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation where its result is known in closed form, and what it must keep. */
class ClusterSimulationTest {
  private static final long N = 1_000;

  /** A chunk takes 1 s. */
  private static final double FLOPS = 6.0 * Evaluation.CHUNK * N;

  private static final ClusterCosts COMPUTING =
      new ClusterCosts(0, 0, 0, 0, 0, 0, 0, 0, FLOPS, 1, 0, 0);
  private static final ClusterCosts ALL =
      new ClusterCosts(0.5, 0.25, 0.1, 0.03, 1e-5, 2e-5, 3e-5, 4e-5, FLOPS, 1, 0.2, 3);

  private static Evaluation chunks(long chunks) {
    return new Evaluation(N, chunks * Evaluation.CHUNK);
  }

  private static ClusterShape machines(int executors, int threads) {
    return new ClusterShape(executors, threads, threads, false, 1e6, 1e-3);
  }

  private static SimulatedStep run(
      ClusterShape shape, ClusterCosts costs, Evaluation evaluation, Stragglers stragglers) {
    return ClusterSimulation.run(shape, costs, evaluation, ReductionPath.DRIVER, stragglers, 7);
  }

  @Test
  void withoutCostsTheBusiestThreadDecides() {
    ClusterShape fast = new ClusterShape(3, 2, 2, false, Double.POSITIVE_INFINITY, 0);
    // 3, 3 and 4 chunks on two threads each
    assertThat(run(fast, COMPUTING, chunks(10), Stragglers.NONE).seconds()).isEqualTo(2);
    // 13: two executors of 4, one of 5
    assertThat(run(fast, COMPUTING, chunks(13), Stragglers.NONE).seconds()).isEqualTo(3);
    // More executors than chunks
    assertThat(run(fast, COMPUTING, chunks(2), Stragglers.NONE).seconds()).isEqualTo(1);
    // The last chunk is half
    Evaluation half = new Evaluation(N, Evaluation.CHUNK / 2);
    assertThat(run(fast, COMPUTING, half, Stragglers.NONE).seconds()).isEqualTo(0.5);
  }

  @Test
  void executorsOfOneMachineShareItsCores() {
    Evaluation evaluation = chunks(8);
    double[] seconds = new double[5];
    for (int executors : new int[] {1, 2, 4}) {
      ClusterShape here = ClusterShape.here(executors, 2);
      seconds[executors] = run(here, COMPUTING, evaluation, Stragglers.NONE).seconds();
    }
    assertThat(seconds[1]).isCloseTo(8, within(1e-9));
    assertThat(seconds[2]).isCloseTo(4, within(1e-9));
    assertThat(seconds[4]).isCloseTo(4, within(1e-9));
  }

  @Test
  void oneExecutorPaysEveryCostOnce() {
    double vector = 4.0 * N;
    SimulatedStep step = run(machines(1, 1), ALL, chunks(3), Stragglers.NONE);
    double task = 0.03 + 3 + vector * (2e-5 + 3e-5);
    // Messages: the task's, two for the block's place and one for the block, one for the result.
    double messages = 5e-3;
    double links = 2 * vector / 1e6;
    double driver = 0.5 + vector * 1e-5 + 0.1 + vector * 4e-5;
    assertThat(step.seconds()).isCloseTo(task + messages + links + driver, within(1e-9));
    assertThat(step.slowestTask()).isCloseTo(3 + vector * 3e-5, within(1e-9));
    assertThat(step.bytes()).isEqualTo(2 * vector);
    assertThat(step.driverBytes()).isEqualTo(2 * vector);
  }

  @Test
  void theDriverSendsTasksOneAfterAnother() {
    ClusterCosts costs = new ClusterCosts(0, 0, 2, 0, 0, 0, 0, 0, 1e30, 1, 0, 0);
    ClusterShape fast = new ClusterShape(50, 1, 1, false, Double.POSITIVE_INFINITY, 0);
    SimulatedStep step = run(fast, costs, chunks(50), Stragglers.NONE);
    assertThat(step.seconds()).isCloseTo(100, within(1e-6));
  }

  @Test
  void bytesAreThoseOfTheVectorsThatTravel() {
    double vector = 4.0 * N;
    Evaluation evaluation = chunks(64);
    // Aligned partitions are one vector each; every executor receives θ once.
    SimulatedStep flat = run(machines(16, 2), ALL, evaluation, Stragglers.NONE);
    assertThat(flat.bytes()).isEqualTo(16 * 2 * vector);
    SimulatedStep groups = step(machines(16, 2), evaluation, ReductionPath.GROUPS);
    // Each reducer has one of its four partitions: three travel, and one sum to the driver.
    assertThat(groups.bytes()).isEqualTo((16 + 4 * 3 + 4) * vector);
    SimulatedStep slices = step(machines(16, 2), evaluation, ReductionPath.SLICES);
    assertThat(slices.bytes()).isCloseTo((16 + 15 + 1) * vector, within(1e-6));
    assertThat(slices.driverBytes()).isLessThan(groups.driverBytes());
    assertThat(groups.driverBytes()).isLessThan(flat.driverBytes());
  }

  private static SimulatedStep step(ClusterShape shape, Evaluation evaluation, ReductionPath path) {
    return ClusterSimulation.run(shape, ALL, evaluation, path, Stragglers.NONE, 7);
  }

  /** 64 MB to 200 executors through one link of 1.25 GB/s alone would be 10 s. */
  @Test
  void executorsFetchTheBroadcastFromEachOther() {
    ClusterCosts costs = new ClusterCosts(0, 0, 0, 0, 0, 0, 0, 0, 1e30, 1, 0, 0);
    Evaluation evaluation = new Evaluation(16 << 20, 200L * Evaluation.CHUNK);
    SimulatedStep step = run(ClusterShape.of(200), costs, evaluation, Stragglers.NONE);
    double results = 200 * evaluation.vectorBytes();
    double sent = step.driverBytes() - results;
    assertThat(sent).isBetween(evaluation.vectorBytes(), 0.5 * results);
    assertThat(step.bytes()).isGreaterThanOrEqualTo(2 * results);
  }

  @ParameterizedTest
  @EnumSource
  void aPartitionWhoseExecutorDiesIsComputedElsewhere(ReductionPath path) {
    Evaluation evaluation = chunks(60);
    ClusterShape shape = machines(6, 2);
    SimulatedStep whole = ClusterSimulation.run(shape, ALL, evaluation, path, Stragglers.NONE, 3);
    SimulatedStep hurt =
        ClusterSimulation.run(shape, ALL, evaluation, path, Stragglers.NONE.withDead(2), 3);
    assertThat(whole.retries()).isZero();
    assertThat(hurt.retries()).isEqualTo(2);
    // At the earliest: noticed, then ten chunks read and computed by two threads.
    double again = 3 + 10 * (1 + 0.2) / 2;
    assertThat(hurt.seconds()).isBetween(again, whole.seconds() + again + 2);
    assertThat(hurt.seconds()).isGreaterThan(whole.seconds());
    assertThatThrownBy(
            () ->
                ClusterSimulation.run(shape, ALL, evaluation, path, Stragglers.NONE.withDead(6), 3))
        .hasMessage("6 of 6 executors are to die, must be fewer");
  }

  @Test
  void aDeathCostsItsDetectionAndTheReadingOfItsChunks() {
    ClusterCosts costs = new ClusterCosts(0, 0, 0, 0, 0, 0, 0, 0, FLOPS, 1, 0.3, 10);
    ClusterShape fast = new ClusterShape(2, 1, 1, false, Double.POSITIVE_INFINITY, 0);
    SimulatedStep step = run(fast, costs, chunks(10), Stragglers.NONE.withDead(1));
    // Dead after 0 to 4 of five chunks, given up 10 s later; the other one is idle by then.
    double computed = step.seconds() - 10 - 5 * (1 + 0.3);
    assertThat(computed).isCloseTo(Math.rint(computed), within(1e-9)).isBetween(-1e-9, 4 + 1e-9);
  }

  @Test
  void aSeedDecidesWhatIsDrawn() {
    Stragglers some = new Stragglers(0.1, 0.05, 0.2, 2, 1);
    Evaluation evaluation = chunks(100);
    SimulatedStep first =
        ClusterSimulation.run(machines(9, 2), ALL, evaluation, ReductionPath.GROUPS, some, 1);
    SimulatedStep again =
        ClusterSimulation.run(machines(9, 2), ALL, evaluation, ReductionPath.GROUPS, some, 1);
    SimulatedStep other =
        ClusterSimulation.run(machines(9, 2), ALL, evaluation, ReductionPath.GROUPS, some, 2);
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void slowExecutorsAreWaitedFor() {
    Stragglers slow = new Stragglers(0, 0, 1, 1.5, 0);
    ClusterShape fast = new ClusterShape(3, 1, 1, false, Double.POSITIVE_INFINITY, 0);
    assertThat(run(fast, COMPUTING, chunks(9), slow).seconds()).isCloseTo(4.5, within(1e-9));
  }

  @Test
  void vectorsThatTravelAreTheNodesOfTheTree() {
    SplittableRandom random = new SplittableRandom(1);
    float[] sum = {1};
    ChunkTree<float[]> tree = new ChunkTree<>(Kernels.of(Precision.FLOAT));
    for (int round = 0; round < 500; round++) {
      Evaluation evaluation = chunks(random.nextInt(1, 70));
      int from = random.nextInt(evaluation.chunks());
      int to = random.nextInt(from + 1, evaluation.chunks() + 1);
      tree.begin(evaluation.chunks(), 1, 1);
      for (int chunk = from; chunk < to; chunk++) {
        tree.add(chunk, 0, List.of(sum));
      }
      assertThat(evaluation.nodes(from, to)).isEqualTo(tree.nodes());
    }
  }

  @Test
  void partitionsHaveAllChunks() {
    Evaluation evaluation = chunks(1_003);
    assertThat(evaluation.firstChunk(0, 17)).isZero();
    assertThat(evaluation.firstChunk(17, 17)).isEqualTo(1_003);
    for (int p = 0; p < 17; p++) {
      int size = evaluation.firstChunk(p + 1, 17) - evaluation.firstChunk(p, 17);
      assertThat(size).isEqualTo(59);
    }
  }
}
