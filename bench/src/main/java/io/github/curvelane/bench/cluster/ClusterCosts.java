package io.github.curvelane.bench.cluster;

/**
 * What parts of an evaluation cost, in seconds of one core that is busy alone.
 *
 * @param job a job that does nothing, but for its tasks: on the driver, once
 * @param stage a further stage of a job: on the driver
 * @param taskOnDriver a task: one thread of the driver sends it and hears of its end
 * @param taskOnExecutor a task, before and after what it computes: on its executor
 * @param broadcastOnDriver a byte that is broadcast: to cut it into blocks, once
 * @param broadcastOnExecutor a byte that is broadcast: to receive it, on each executor
 * @param resultOnExecutor a byte of a result: to write it, on the executor
 * @param resultOnReceiver a byte of a result: to read it and to add it, on whoever receives it
 * @param flops multiplications and additions a second of a core in a chunk's gradient, of which
 *     there are 6 for each parameter and example
 * @param together the speed of a core when all of its machine are busy, of that of one alone
 * @param load the time to read a chunk again whose executor is lost
 * @param detection the time until the driver knows that an executor is lost
 */
record ClusterCosts(
    double job,
    double stage,
    double taskOnDriver,
    double taskOnExecutor,
    double broadcastOnDriver,
    double broadcastOnExecutor,
    double resultOnExecutor,
    double resultOnReceiver,
    double flops,
    double together,
    double load,
    double detection) {

  /** The multiplications and additions of a gradient, for each parameter and example. */
  static final int FLOPS = 6;

  /** Returns the same with what executors compute and read. */
  ClusterCosts computing(double flopsOfOne, double allTogether, double loadOfOne) {
    return new ClusterCosts(
        job,
        stage,
        taskOnDriver,
        taskOnExecutor,
        broadcastOnDriver,
        broadcastOnExecutor,
        resultOnExecutor,
        resultOnReceiver,
        flopsOfOne,
        allTogether,
        loadOfOne,
        detection);
  }

  /** Returns the same for chunks on the threads of one process. */
  ClusterCosts withoutCluster() {
    return new ClusterCosts(0, 0, 0, 0, 0, 0, 0, 0, flops, together, 0, 0);
  }

  /** Returns the time of the gradient of a whole chunk on one core. */
  double chunk(Evaluation evaluation) {
    return (double) Evaluation.CHUNK * FLOPS * evaluation.parameters() / flops;
  }
}
