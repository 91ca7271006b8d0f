package io.github.curvelane.bench.matmul;

import io.github.curvelane.Precision;

/**
 * The loops that one writes without a library, in the order i, p, j, whose innermost runs along
 * rows of B and C where the layout allows it. One thread.
 */
public final class NaiveMultiplier implements Multiplier {
  /** The name of this entrant. */
  public static final String NAME = "naive";

  /** Larger products take seconds. */
  private static final double MOST_OPERATIONS = 3e9;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describe() {
    return "three loops in plain Java";
  }

  @Override
  public boolean supports(MatmulShape shape, Precision<?> precision) {
    return shape.operations() <= MOST_OPERATIONS;
  }

  @Override
  public <A> Prepared<A> prepare(MatmulTask<A> task) {
    A c = task.newProduct();
    Runnable loops =
        c instanceof float[] floats
            ? () ->
                FloatNaive.multiply(task.shape(), (float[]) task.a(), (float[]) task.b(), floats)
            : () ->
                DoubleNaive.multiply(
                    task.shape(), (double[]) task.a(), (double[]) task.b(), (double[]) c);
    return new Prepared<>() {
      @Override
      public void multiply() {
        loops.run();
      }

      @Override
      public A product() {
        return c;
      }
    };
  }
}
