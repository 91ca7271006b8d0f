package io.github.curvelane.bench.cluster;

/**
 * What a simulated evaluation took.
 *
 * @param seconds from the broadcast of θ to the total on the driver
 * @param slowestTask the seconds of the task of the first stage that took longest, from its first
 *     chunk to the bytes of its sums
 * @param bytes what crossed links, counted once
 * @param driverBytes what the driver sent and received
 * @param retries tasks that ran again, since their executor was lost
 */
record SimulatedStep(
    double seconds, double slowestTask, double bytes, double driverBytes, int retries) {}
