package io.github.curvelane.optim.batch;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Block-coordinate descent [DL8 8.7.2]: an iteration goes over blocks of parameters, each of which
 * is minimized by a method of its own while the others are fixed. A block's method sees an
 * objective of the block's parameters, with Hessian-vector products if the whole has them; other
 * capabilities are not passed on.
 *
 * <p>How far a block is minimized its own {@link Stopping} says; a few iterations are often enough.
 * What a block's method remembers is forgotten after its turn. Each evaluation is one of the whole
 * objective, and is counted and limited as such.
 *
 * <p>Memory: 4N and that of the methods. Saved are the point and its gradient.
 *
 * @param blocks the blocks in their order, which together hold each parameter once
 * @param stopping when runs stop; an iteration is one turn of all blocks
 */
public record BlockCoordinateDescent(List<Block> blocks, Stopping stopping) implements Minimizer {
  /**
   * A range of parameters and how E is minimized over it.
   *
   * @param from the first parameter
   * @param to the parameter after the last
   * @param minimizer the method, with its own stopping
   */
  public record Block(int from, int to, Minimizer minimizer) {
    /**
     * Creates a block.
     *
     * @throws IllegalArgumentException if the range is empty or begins below 0
     */
    public Block {
      Objects.requireNonNull(minimizer, "minimizer");
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "the block is from %d to %d, must begin at 0 or above and not be empty"
                .formatted(from, to));
      }
    }
  }

  /**
   * Creates the description.
   *
   * @throws IllegalArgumentException if there is no block
   */
  public BlockCoordinateDescent {
    Objects.requireNonNull(blocks, "blocks");
    blocks = Arguments.list("blocks", blocks);
    Objects.requireNonNull(stopping, "stopping");
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("there are no blocks, must be at least one");
    }
  }

  /**
   * Describes it with the default stopping.
   *
   * @param blocks the blocks in their order
   */
  public BlockCoordinateDescent(Block... blocks) {
    Objects.requireNonNull(blocks, "blocks");
    this(Arguments.list("blocks", blocks), Stopping.DEFAULT);
  }

  @Override
  public BlockCoordinateDescent stopping(Stopping other) {
    return new BlockCoordinateDescent(blocks, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    checkCover(objective.dimension());
    return new Run<>(objective, theta, this, watch);
  }

  private void checkCover(int size) {
    boolean[] covered = new boolean[size];
    for (Block block : blocks) {
      for (int i = block.from; i < block.to; i++) {
        if (i >= size || covered[i]) {
          throw new IllegalArgumentException(
              "the block from %d to %d holds parameter %d, %s"
                  .formatted(
                      block.from,
                      block.to,
                      i,
                      i >= size ? "the objective has " + size : "which another block holds too"));
        }
        covered[i] = true;
      }
    }
    for (int i = 0; i < size; i++) {
      if (!covered[i]) {
        throw new IllegalArgumentException("no block holds parameter " + i);
      }
    }
  }

  private static final class Run<A> extends MinimizerRun<A> {
    private final List<Turn> turns = new ArrayList<>();
    private final A point = precision.newArray(size);
    private final A whole = precision.newArray(size);

    Run(Objective<A> objective, A theta, BlockCoordinateDescent method, RunWatch watch) {
      super(
          "block-coordinate descent",
          objective,
          theta,
          method.stopping,
          Stopping.of(objective.precision()),
          watch);
      for (Block block : method.blocks) {
        turns.add(new Turn(block));
      }
    }

    @Override
    void iterate() {
      precision.copy(x, 0, point, 0, size);
      for (int b = 0; b < turns.size(); b++) {
        turns.get(b).take();
      }
      double value = evaluations.valueAndGradient(point, whole);
      if (!(value < value())) {
        end(
            Reason.ROUNDING,
            "no block lowers E = %s; max|dE/dtheta| is %s".formatted(value(), gradientNorm()));
        return;
      }
      algebra.subtract(size, point, 0, x, 0, x, 0);
      double step = reductions.norm2(size, x, 0);
      precision.copy(point, 0, x, 0, size);
      precision.copy(whole, 0, gradient, 0, size);
      accepted(value, step, reductions.norm2(size, x, 0), Double.NaN);
    }

    /** The turn of one block. */
    private final class Turn {
      private final int from;
      private final int length;
      private final A part;
      private final MinimizerRun<A> run;

      Turn(Block block) {
        from = block.from;
        length = block.to - block.from;
        part = precision.newArray(length);
        Objective<A> own =
            objective instanceof HessianProducts<A>
                ? new CurvedPart<>(Run.this, from, length)
                : new Part<>(Run.this, from, length);
        run = block.minimizer.newRun(own, part, RunWatch.NONE);
      }

      void take() {
        precision.copy(point, from, part, 0, length);
        run.begin();
        while (run.step()) {}
        precision.copy(part, 0, point, from, length);
      }
    }
  }

  /** E as a function of one block, at the point of the run. */
  private static class Part<A> implements Objective<A> {
    final Run<A> run;
    final int from;
    final int length;
    private final A saved;

    Part(Run<A> run, int from, int length) {
      this.run = run;
      this.from = from;
      this.length = length;
      this.saved = run.precision.newArray(length);
    }

    @Override
    public Precision<A> precision() {
      return run.precision;
    }

    @Override
    public int dimension() {
      return length;
    }

    @Override
    public double value(A theta) {
      enter(theta);
      double value = run.evaluations.value(run.point);
      leave();
      return value;
    }

    @Override
    public double valueAndGradient(A theta, A gradient) {
      enter(theta);
      double value = run.evaluations.valueAndGradient(run.point, run.whole);
      run.precision.copy(run.whole, from, gradient, 0, length);
      leave();
      return value;
    }

    final void enter(A theta) {
      run.precision.copy(run.point, from, saved, 0, length);
      run.precision.copy(theta, 0, run.point, from, length);
    }

    final void leave() {
      run.precision.copy(saved, 0, run.point, from, length);
    }
  }

  /** The same with products of the block's part of H. */
  private static final class CurvedPart<A> extends Part<A> implements HessianProducts<A> {
    private final A point;
    private final A direction;
    private final A product;

    CurvedPart(Run<A> run, int from, int length) {
      super(run, from, length);
      point = run.precision.newArray(run.size);
      direction = run.precision.newArray(run.size);
      product = run.precision.newArray(run.size);
    }

    @Override
    public double linearize(A theta, A gradient) {
      run.precision.copy(run.point, 0, point, 0, run.size);
      run.precision.copy(theta, 0, point, from, length);
      double value = run.evaluations.linearize(point, run.whole);
      run.precision.copy(run.whole, from, gradient, 0, length);
      return value;
    }

    @Override
    public void hessianVector(A v, A result) {
      run.precision.copy(v, 0, direction, from, length);
      run.evaluations.hessianVector(direction, product);
      run.precision.copy(product, from, result, 0, length);
    }
  }
}
