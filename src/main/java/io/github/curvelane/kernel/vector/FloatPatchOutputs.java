package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import java.util.Arrays;

/**
 * Outputs of a convolution, in tiles of places × maps whose chains stay in registers over all runs
 * of a window. W is packed once a call, images are copied into their borders a few at a time; there
 * is no matrix of windows. The lanes of a depthwise convolution are channels of images too. Threads
 * share the examples.
 */
final class FloatPatchOutputs {
  private final ConvolutionShape shape;
  private final Patches patches;
  private final Parallelism parallelism;
  private final Parallelism.Task computing = this::compute;
  private final Worker[] workers;
  private final FloatOutputs outputs;

  /** Elements of the panels of a group: its weights, each panel followed by its bias. */
  private final int groupPanels;

  private final float[] panels;
  private ConvolutionCall<float[]> call;
  private int examplesPerTask;

  FloatPatchOutputs(ConvolutionShape shape, Patches patches, Parallelism parallelism) {
    this.shape = shape;
    this.patches = patches;
    this.parallelism = parallelism;
    this.outputs = new FloatOutputs(shape);
    int narrow = FloatTiles.NARROW_COLUMNS;
    int columns = Math.ceilDiv(patches.groupMaps, narrow) * narrow;
    groupPanels = Math.multiplyExact(columns, shape.terms() + 1);
    int all = Math.multiplyExact(groupPanels, patches.groups);
    panels = new float[FloatPanels.ALIGNED + all + FloatPacking.SLACK];
    workers = new Worker[parallelism.threads()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(new FloatSurrounding(shape, patches));
    }
  }

  /** What one thread needs for itself. */
  private record Worker(FloatSurrounding images, float[] tile) {
    Worker(FloatSurrounding images) {
      this(images, new float[FloatPatchTiles.ROWS * FloatTiles.COLUMNS]);
    }
  }

  void compute(ConvolutionCall<float[]> call) {
    this.call = call;
    pack();
    examplesPerTask = patches.examples;
    long work = (long) call.examples * shape.outputs() * shape.terms();
    if (workers.length > 1 && work >= FloatProductPlan.PARALLEL_WORK) {
      int tasks = FloatProductPlan.TASKS_PER_THREAD * workers.length;
      examplesPerTask = Math.min(examplesPerTask, Math.ceilDiv(call.examples, tasks));
      parallelism.run(Math.ceilDiv(call.examples, examplesPerTask), computing);
    } else {
      for (int task = 0; task * examplesPerTask < call.examples; task++) {
        compute(task, 0);
      }
    }
    this.call = null;
  }

  /** The maps of the panel at a map of a group. */
  private int columnsAt(int map) {
    return patches.depthwise
        ? FloatTiles.NARROW_COLUMNS
        : FloatTiles.columnsAt(map, patches.groupMaps);
  }

  private int startOfPanel(int group, int column) {
    return FloatPanels.ALIGNED + group * groupPanels + column * (shape.terms() + 1);
  }

  private void pack() {
    int maps = patches.groupMaps;
    int terms = shape.terms();
    for (int group = 0; group < patches.groups; group++) {
      int width;
      for (int j = 0; j < maps; j += width) {
        width = columnsAt(j);
        int used = Math.min(width, maps - j);
        int map = group * maps + j;
        int start = startOfPanel(group, j);
        FloatPacking.rows(
            call.weights,
            call.weightsOffset + map,
            shape.maps(),
            terms,
            used,
            width,
            false,
            false,
            panels,
            start);
        int bias = start + terms * width;
        // −0 added to anything leaves it as it is.
        Arrays.fill(panels, bias, bias + width, -0f);
        if (call.bias != null && !call.biasPerUnit) {
          System.arraycopy(call.bias, call.biasOffset + map, panels, bias, used);
        }
      }
    }
  }

  private void compute(int task, int index) {
    Worker worker = workers[index];
    int first = task * examplesPerTask;
    int examples = Math.min(examplesPerTask, call.examples - first);
    worker.images.read(call.x, call.xOffset + first * shape.inputs(), examples, false);
    int y = call.yOffset + first * shape.outputs();
    int maps = patches.groupMaps;
    for (int group = 0; group < patches.groups; group++) {
      int width;
      for (int j = 0; j < maps; j += width) {
        width = columnsAt(j);
        multiply(group, j, width, examples * shape.places(), y + group * maps + j, worker);
      }
    }
    outputs.finish(call, first, examples);
  }

  /** Computes some maps of a group, in some rows from an index of y on. */
  private void multiply(int group, int j, int width, int rows, int y, Worker worker) {
    int maps = shape.maps();
    int columns = Math.min(width, patches.groupMaps - j);
    float[] tile = worker.tile;
    float[] resumed = call.accumulate ? tile : null;
    // Where a tile is all columns, what a row stores beyond them the next row overwrites.
    boolean reaching = columns == maps && resumed == null;
    int height;
    for (int r = 0; r < rows; r += height) {
      height = patches.depthwise ? FloatChannelTile.ROWS : FloatPatchTiles.rowsAt(r, rows);
      int used = Math.min(height, rows - r);
      int to = y + r * maps;
      boolean whole = columns == width || reaching && (rows - r - height) * maps >= width - maps;
      whole &= used == height;
      if (resumed != null) {
        FloatPacking.rows(call.y, to, maps, used, columns, width, false, false, tile, 0);
      }
      float[] target = whole ? call.y : tile;
      int start = whole ? to : 0;
      int ld = whole ? maps : width;
      int panel = startOfPanel(group, j);
      float[] images = worker.images.images;
      int[] places = patches.places;
      if (patches.depthwise) {
        FloatChannelTile.multiply(
            patches.runs, images, j, places, r, used, panels, panel, target, start, ld, resumed);
      } else {
        int channel = group * patches.groupChannels;
        FloatPatchTiles.multiply(
            height,
            width,
            patches.runs,
            patches.length,
            images,
            channel,
            places,
            r,
            used,
            panels,
            panel,
            target,
            start,
            ld,
            resumed);
      }
      if (!whole) {
        for (int i = 0; i < used; i++) {
          System.arraycopy(tile, i * width, call.y, to + i * maps, columns);
        }
      }
    }
  }
}
