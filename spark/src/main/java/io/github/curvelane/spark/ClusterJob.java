package io.github.curvelane.spark;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Runs one job and hands its answers, in the order of their arrival, to the thread that waits for
 * them. That thread can be interrupted, which cancels the job. Failures come out as sentences.
 */
final class ClusterJob {
  private static final String SHORT_SITE = "callSite.short";
  private static final String LONG_SITE = "callSite.long";
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  private static final ExecutionContext HERE =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private ClusterJob() {}

  private record End(@Nullable Throwable failure) {}

  private record Arrival(Object answer) {}

  /**
   * Runs a job.
   *
   * @param name what it is called in Spark's pages and logs
   * @param each receives the answers of all partitions, on the calling thread; what it throws ends
   *     the job
   */
  @SuppressWarnings("unchecked")
  static <T, U> void run(
      SparkContext context,
      String name,
      RDD<T> rdd,
      Function1<Iterator<T>, U> function,
      List<Integer> partitions,
      Consumer<U> each) {
    requireRunning(context);
    LinkedBlockingQueue<Record> arrivals = new LinkedBlockingQueue<>();
    SimpleFutureAction<BoxedUnit> job = submit(context, name, rdd, function, partitions, arrivals);
    job.onComplete(
        new AbstractFunction1<Try<BoxedUnit>, BoxedUnit>() {
          @Override
          public BoxedUnit apply(Try<BoxedUnit> result) {
            arrivals.add(new End(result.isFailure() ? result.failed().get() : null));
            return BoxedUnit.UNIT;
          }
        },
        HERE);
    boolean ended = false;
    try {
      while (!ended) {
        switch (arrivals.take()) {
          case Arrival(Object answer) -> each.accept((U) answer);
          case End(Throwable failure) -> {
            ended = true;
            if (failure != null) {
              throw Failures.ofJob(context, name, failure);
            }
          }
          default -> throw new AssertionError();
        }
      }
    } catch (InterruptedException interrupted) {
      throw Failures.unlessInterrupted(name, interrupted);
    } finally {
      if (!ended) {
        uninterrupted(job::cancel);
      }
    }
  }

  /** Runs what has to be run by a thread that may have been interrupted. */
  static void uninterrupted(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static <T, U> SimpleFutureAction<BoxedUnit> submit(
      SparkContext context,
      String name,
      RDD<T> rdd,
      Function1<Iterator<T>, U> function,
      List<Integer> partitions,
      LinkedBlockingQueue<Record> arrivals) {
    String shortSite = context.getLocalProperty(SHORT_SITE);
    String longSite = context.getLocalProperty(LONG_SITE);
    String interrupt = context.getLocalProperty(INTERRUPT);
    try {
      context.setLocalProperty(SHORT_SITE, name);
      context.setLocalProperty(LONG_SITE, name);
      context.setLocalProperty(INTERRUPT, "true");
      return context.submitJob(
          rdd,
          function,
          CollectionConverters.asScala(List.<Object>copyOf(partitions)).toSeq(),
          new AbstractFunction2<Object, U, BoxedUnit>() {
            @Override
            public BoxedUnit apply(Object partition, U answer) {
              arrivals.add(new Arrival(answer));
              return BoxedUnit.UNIT;
            }
          },
          new AbstractFunction0<BoxedUnit>() {
            @Override
            public BoxedUnit apply() {
              return BoxedUnit.UNIT;
            }
          });
    } finally {
      context.setLocalProperty(SHORT_SITE, shortSite);
      context.setLocalProperty(LONG_SITE, longSite);
      context.setLocalProperty(INTERRUPT, interrupt);
    }
  }

  static void requireRunning(SparkContext context) {
    if (context.isStopped()) {
      throw new IllegalStateException(
          "the Spark context '%s' has been stopped, and its workers with it"
              .formatted(context.appName()));
    }
  }

  /**
   * Sends something to all executors.
   *
   * @param name what it is for, as in {@link #run}
   */
  static <T> Broadcast<T> send(JavaSparkContext context, String name, T value) {
    requireRunning(context.sc());
    try {
      return context.broadcast(value);
    } catch (Throwable thrown) {
      throw Failures.unlessInterrupted(name, thrown);
    }
  }

  /** Takes back what was sent, also on a thread that has been interrupted. */
  static void destroy(SparkContext context, @Nullable Broadcast<?> sent) {
    if (sent != null && !context.isStopped()) {
      uninterrupted(sent::destroy);
    }
  }

  /** The one answer of a partition. */
  static final class Only<T> extends AbstractFunction1<Iterator<T>, T> implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public T apply(Iterator<T> answers) {
      return answers.next();
    }
  }
}
