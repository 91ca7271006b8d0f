package io.github.curvelane.bench.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * A discrete-event simulation of one gradient on a cluster of Apache Spark, a task an executor: the
 * driver broadcasts θ and sends the tasks, one after another; executors fetch the blocks of θ from
 * the driver or from each other, their threads take chunks, and the sums come together by a {@link
 * ReductionPath}. A task whose executor dies is sent again to one that has finished its own.
 *
 * <p>Not simulated: speculation (a straggler is waited for), garbage collection, other jobs. What
 * is drawn at random follows from a seed.
 */
final class ClusterSimulation {
  /** Blocks of a broadcast: Spark's default. */
  private static final double BROADCAST_BLOCK = 4 << 20;

  /** A result that is longer is announced, and then fetched. */
  private static final double DIRECT_RESULT = 1 << 20;

  /** The driver's place among the links; executor e is e + 1. */
  private static final int DRIVER = 0;

  private final ClusterShape shape;
  private final ClusterCosts costs;
  private final Evaluation evaluation;
  private final ReductionPath path;
  private final Stragglers stragglers;
  private final SplittableRandom random;

  private final Clock clock = new Clock();
  private final Links links;
  private final Cores[] cores;
  private final SerialThread driver;
  private final int partitions;
  private final List<List<Integer>> holders = new ArrayList<>();

  private final double[] factors;
  private final int[] diesAt;
  private final Deque<Integer> idle = new ArrayDeque<>();
  private final Deque<Integer> lost = new ArrayDeque<>();

  /** Who has the sums of a partition. */
  private final int[] owner;

  private int computed;
  private int reduced;
  private int retries;
  private double slowestTask;
  private double end = Double.NaN;

  private ClusterSimulation(
      ClusterShape shape,
      ClusterCosts costs,
      Evaluation evaluation,
      ReductionPath path,
      Stragglers stragglers,
      long seed) {
    this.shape = shape;
    this.costs = costs;
    this.evaluation = evaluation;
    this.path = path;
    this.stragglers = stragglers;
    this.random = new SplittableRandom(seed);
    int executors = shape.executors();
    this.partitions = Math.min(executors, evaluation.chunks());
    this.links = new Links(clock, executors + 1, shape.bytesPerSecond(), shape.latency());
    this.cores = new Cores[executors + 1];
    for (int machine = 0; machine <= executors; machine++) {
      cores[machine] =
          shape.oneMachine() && machine > 0
              ? cores[DRIVER]
              : new Cores(clock, shape.machineCores(), costs.together());
    }
    this.driver = new SerialThread(cores[DRIVER]);
    this.factors = new double[executors];
    Arrays.setAll(factors, e -> stragglers.executorFactor(random));
    this.owner = new int[partitions];
    this.diesAt = new int[executors];
    Arrays.fill(diesAt, Integer.MAX_VALUE);
    chooseDead();
    int blocks = (int) Math.max(1, Math.ceil(evaluation.vectorBytes() / BROADCAST_BLOCK));
    for (int block = 0; block < blocks; block++) {
      holders.add(new ArrayList<>(List.of(DRIVER)));
    }
  }

  /**
   * Simulates an evaluation.
   *
   * @throws IllegalArgumentException if all executors are to die
   */
  static SimulatedStep run(
      ClusterShape shape,
      ClusterCosts costs,
      Evaluation evaluation,
      ReductionPath path,
      Stragglers stragglers,
      long seed) {
    return new ClusterSimulation(shape, costs, evaluation, path, stragglers, seed).run();
  }

  /** The k dead are drawn without repetition; each dies before a chunk of its own partition. */
  private void chooseDead() {
    if (stragglers.dead() >= shape.executors()) {
      throw new IllegalArgumentException(
          "%d of %d executors are to die, must be fewer"
              .formatted(stragglers.dead(), shape.executors()));
    }
    for (int dead = 0; dead < Math.min(stragglers.dead(), partitions); ) {
      int executor = random.nextInt(partitions);
      if (diesAt[executor] == Integer.MAX_VALUE) {
        int from = evaluation.firstChunk(executor, partitions);
        diesAt[executor] = random.nextInt(from, evaluation.firstChunk(executor + 1, partitions));
        dead++;
      }
    }
  }

  private SimulatedStep run() {
    for (int executor = partitions; executor < shape.executors(); executor++) {
      idle.add(executor);
    }
    double submit = costs.job() + evaluation.vectorBytes() * costs.broadcastOnDriver();
    driver.work(submit, this::sendTasks);
    clock.run();
    if (Double.isNaN(end)) {
      throw new IllegalStateException("the simulation ended before its step");
    }
    return new SimulatedStep(end, slowestTask, links.total(), links.carried(DRIVER), retries);
  }

  private void sendTasks() {
    for (int p = 0; p < partitions; p++) {
      int partition = p;
      launch(partition, () -> computeTask(partition, partition));
    }
  }

  /** Half of a task's time on the driver is for its start, half for its end. */
  private void launch(int executor, Runnable started) {
    driver.work(0.5 * costs.taskOnDriver(), () -> clock.after(shape.latency(), started));
  }

  private void computeTask(int executor, int partition) {
    Cores own = cores[executor + 1];
    Runnable compute = () -> new ChunkThreads(executor, partition).begin();
    double receive = evaluation.vectorBytes() * costs.broadcastOnExecutor();
    own.work(
        costs.taskOnExecutor(),
        () -> {
          if (executor != partition
              && executor < partitions) { // It has computed its own at this θ.
            compute.run();
          } else {
            int offset = random.nextInt(holders.size());
            fetchBroadcast(executor, 0, offset, () -> own.work(receive, compute));
          }
        });
  }

  /** Fetches one block after another, from a chance place on, each from a chance holder. */
  private void fetchBroadcast(int executor, int fetched, int offset, Runnable done) {
    if (fetched == holders.size()) {
      done.run();
      return;
    }
    int block = (fetched + offset) % holders.size();
    List<Integer> from = holders.get(block);
    int holder = from.get(random.nextInt(from.size()));
    double bytes = Math.min(BROADCAST_BLOCK, evaluation.vectorBytes() - block * BROADCAST_BLOCK);
    clock.after(
        2 * shape.latency(),
        () ->
            links.send(
                holder,
                executor + 1,
                bytes,
                () -> {
                  from.add(executor + 1);
                  fetchBroadcast(executor, fetched + 1, offset, done);
                }));
  }

  /** The threads of a task, which take the next chunk of its partition until none is left. */
  private final class ChunkThreads {
    private final int executor;
    private final int partition;
    private final double start;
    private final int to;
    private int next;
    private int running;
    private boolean died;

    ChunkThreads(int executor, int partition) {
      this.executor = executor;
      this.partition = partition;
      this.start = clock.now();
      this.next = evaluation.firstChunk(partition, partitions);
      this.to = evaluation.firstChunk(partition + 1, partitions);
    }

    void begin() {
      running = Math.min(shape.threads(), to - next);
      for (int thread = 0, threads = running; thread < threads; thread++) {
        take();
      }
    }

    private void take() {
      if (died || next == diesAt[executor]) {
        died = true;
        if (--running == 0) {
          clock.after(costs.detection(), () -> resend(partition));
        }
      } else if (next == to) {
        if (--running == 0) {
          write();
        }
      } else {
        int chunk = next++;
        double seconds = costs.chunk(evaluation) * evaluation.share(chunk) * factors[executor];
        double reading = executor == partition ? 0 : costs.load();
        cores[executor + 1].work(seconds * stragglers.chunkFactor(random) + reading, this::take);
      }
    }

    private void write() {
      cores[executor + 1].work(
          resultBytes(partition, partition + 1) * costs.resultOnExecutor(),
          () -> {
            slowestTask = Math.max(slowestTask, clock.now() - start);
            owner[partition] = executor;
            rest(executor);
            if (path == ReductionPath.DRIVER) {
              toDriver(executor, resultBytes(partition, partition + 1), partitions);
            } else {
              driver.work(0.5 * costs.taskOnDriver(), ClusterSimulation.this::endMap);
            }
          });
    }
  }

  private double resultBytes(int fromPartition, int toPartition) {
    int from = evaluation.firstChunk(fromPartition, partitions);
    int to = evaluation.firstChunk(toPartition, partitions);
    return evaluation.nodes(from, to) * evaluation.vectorBytes();
  }

  // ---------------------------------------------------------------- lost executors

  private void resend(int partition) {
    retries++;
    if (idle.isEmpty()) {
      lost.add(partition);
    } else {
      int executor = idle.poll();
      launch(executor, () -> computeTask(executor, partition));
    }
  }

  private void rest(int executor) {
    if (lost.isEmpty()) {
      idle.add(executor);
    } else {
      int partition = lost.poll();
      launch(executor, () -> computeTask(executor, partition));
    }
  }

  // ---------------------------------------------------------------- reduction

  private void toDriver(int executor, double bytes, int results) {
    double announced = bytes > DIRECT_RESULT ? 2 * shape.latency() : 0;
    clock.after(
        announced,
        () ->
            links.send(
                executor + 1,
                DRIVER,
                bytes,
                () ->
                    driver.work(
                        0.5 * costs.taskOnDriver() + bytes * costs.resultOnReceiver(),
                        () -> {
                          if (++reduced == results) {
                            end = clock.now();
                          }
                        })));
  }

  private void endMap() {
    if (++computed == partitions) {
      int reducers =
          path == ReductionPath.SLICES
              ? Math.min(ReductionPath.MOST_SLICES, partitions)
              : Math.ceilDiv(partitions, groupSize());
      IntConsumer reducer = path == ReductionPath.SLICES ? this::reduceSlice : this::reduceGroup;
      int step = path == ReductionPath.SLICES ? 1 : groupSize();
      driver.work(
          costs.stage(),
          () -> {
            for (int r = 0; r < reducers; r++) {
              int index = r;
              launch(owner[index * step], () -> reducer.accept(index));
            }
          });
    }
  }

  private int groupSize() {
    return (int) Math.ceil(Math.sqrt(partitions));
  }

  private void reduceGroup(int group) {
    int from = group * groupSize();
    int to = Math.min(from + groupSize(), partitions);
    reduce(owner[from], from, to, 1, Math.ceilDiv(partitions, groupSize()));
  }

  private void reduceSlice(int slice) {
    int slices = Math.min(ReductionPath.MOST_SLICES, partitions);
    reduce(owner[slice], 0, partitions, 1.0 / slices, slices);
  }

  /** Fetches the sums of partitions, or a share of their coordinates, adds and sends them on. */
  private void reduce(int executor, int from, int to, double share, int results) {
    Cores own = cores[executor + 1];
    SerialThread adder = new SerialThread(own);
    int[] missing = {to - from};
    Runnable finish =
        () -> {
          double bytes = share * resultBytes(from, to);
          own.work(bytes * costs.resultOnExecutor(), () -> toDriver(executor, bytes, results));
        };
    own.work(
        costs.taskOnExecutor(),
        () -> {
          for (int k = 0; k < to - from; k++) {
            int partition = from + (k + executor) % (to - from);
            double bytes = share * resultBytes(partition, partition + 1);
            links.send(
                owner[partition] + 1,
                executor + 1,
                bytes,
                () ->
                    adder.work(
                        bytes * costs.resultOnReceiver(),
                        () -> {
                          if (--missing[0] == 0) {
                            finish.run();
                          }
                        }));
          }
        });
  }
}
