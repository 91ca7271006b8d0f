package io.github.curvelane.nn;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several sequences of layers that read one input, A = f(F₁(X) + F₂(X) + …), or with the F side by
 * side. A branch without layers is the input itself: a skip. A sum whose first branch is one is
 * {@link Residual}; a projection on the way around is a sum of two branches, and a head that is
 * trained beside the others and dropped afterwards a concatenation at the network's end. The
 * parameters are those of the branches, one after the other.
 *
 * <p>Signals come back by each branch and are added in their order. The recursions of second
 * derivatives add likewise, and so drop the terms between branches, as they drop those between
 * units.
 *
 * <p>Images are joined as images if their shape is known: because the layer is created with it
 * ({@link Layers#branches} does that), or because the first layer of a branch reads it.
 */
public final class Branches extends Layer {
  static final String KIND = "branches";

  private final List<List<Layer>> branches;
  private final Join join;
  private final Activation activation;
  private final @Nullable ImageShape shape;

  /**
   * Creates a layer.
   *
   * @param branches the layers of each branch, from input to output; those of a skip are none
   * @param join whether their outputs are added or stand side by side
   * @param activation f
   * @throws IllegalArgumentException if no branch has a layer, a layer does not read what arrives
   *     there, outputs that are added are not as many or images of different shapes, or there are
   *     more than 2³¹ − 1 outputs or parameters
   */
  public Branches(
      List<? extends List<? extends Layer>> branches, Join join, Activation activation) {
    Objects.requireNonNull(branches, "branches");
    this(firstRead(branches), branches, join, activation);
  }

  /**
   * Creates a layer that reads images.
   *
   * @param shape the images' shape
   * @param branches the layers of each branch, from input to output; those of a skip are none
   * @param join whether their outputs are added or stand side by side
   * @param activation f
   * @return the layer
   * @throws IllegalArgumentException as the constructor
   */
  public static Branches ofImages(
      ImageShape shape,
      List<? extends List<? extends Layer>> branches,
      Join join,
      Activation activation) {
    Objects.requireNonNull(branches, "branches");
    return new Branches(Objects.requireNonNull(shape, "shape"), branches, join, activation);
  }

  private Branches(
      @Nullable ImageShape shape,
      List<? extends List<? extends Layer>> branches,
      Join join,
      Activation activation) {
    Objects.requireNonNull(join, "join");
    List<List<Layer>> copy =
        Arguments.list("branches", branches).stream()
            .map(b -> Arguments.<Layer>list("branches", b))
            .toList();
    int inputs = inputs(copy);
    super(KIND, inputs, outputs(inputs, shape, copy, join), blocks(copy));
    this.branches = copy;
    this.join = join;
    this.activation = Objects.requireNonNull(activation, "activation");
    this.shape = shape;
  }

  private static @Nullable ImageShape firstRead(List<? extends List<? extends Layer>> branches) {
    for (List<? extends Layer> branch : Arguments.list("branches", branches)) {
      if (!branch.isEmpty()
          && Objects.requireNonNull(branch.getFirst(), "a layer of branches").reads() != null) {
        return branch.getFirst().reads();
      }
    }
    return null;
  }

  private static int inputs(List<List<Layer>> branches) {
    return branches.stream()
        .filter(branch -> !branch.isEmpty())
        .mapToInt(branch -> branch.getFirst().inputs())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "branches has %d branches without a layer, must have a layer in one"
                        .formatted(branches.size())));
  }

  private static int outputs(
      int inputs, @Nullable ImageShape shape, List<List<Layer>> branches, Join join) {
    if (shape != null && shape.units() != inputs) {
      throw new IllegalArgumentException(
          "shape is %s, must have the %d inputs of the branches".formatted(shape, inputs));
    }
    List<Layers> ends = new ArrayList<>();
    long all = 0;
    for (int k = 0; k < branches.size(); k++) {
      Layers end = end(k, inputs, shape, branches.get(k));
      ends.add(end);
      all += end.units();
      if (join == Join.SUM) {
        requireAlike(k, end, ends.getFirst());
      }
    }
    if (join == Join.CONCAT && all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the branches have %d outputs, must have at most %d".formatted(all, Integer.MAX_VALUE));
    }
    return join == Join.SUM ? ends.getFirst().units() : (int) all;
  }

  /** What arrives behind a branch. */
  private static Layers end(int k, int inputs, @Nullable ImageShape shape, List<Layer> branch) {
    Layers layers = new Layers(inputs, shape);
    try {
      branch.forEach(layers::add);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("branch " + k + ": " + e.getMessage(), e);
    }
    return layers;
  }

  private static void requireAlike(int k, Layers end, Layers first) {
    if (end.units() != first.units()) {
      throw new IllegalArgumentException(
          "branch %d has %d outputs, must have the %d of branch 0 to be added to them"
              .formatted(k, end.units(), first.units()));
    }
    if (end.shape().isPresent()
        && first.shape().isPresent()
        && !end.shape().equals(first.shape())) {
      throw new IllegalArgumentException(
          "branch %d writes images of %s, must be of the %s of branch 0 to be added to them"
              .formatted(k, end.shape().get(), first.shape().get()));
    }
  }

  private static List<Block> blocks(List<List<Layer>> branches) {
    List<Block> blocks = new ArrayList<>();
    for (int k = 0; k < branches.size(); k++) {
      for (int l = 0; l < branches.get(k).size(); l++) {
        for (Block block : branches.get(k).get(l).blocks()) {
          blocks.add(block.at(field(k) + "." + l + ".", 0));
        }
      }
    }
    return blocks;
  }

  private static String field(int branch) {
    return "branch" + branch;
  }

  /**
   * Returns the branches.
   *
   * @return the layers of each, from input to output
   */
  public List<List<Layer>> branches() {
    return branches;
  }

  /**
   * Returns how the branches' outputs are joined.
   *
   * @return whether they are added or stand side by side
   */
  public Join join() {
    return join;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  @Nullable ImageShape reads() {
    return shape;
  }

  @Override
  @Nullable ImageShape writes(@Nullable ImageShape arriving) {
    if (join == Join.CONCAT) {
      return concatenated();
    }
    ImageShape written = written(branches.getFirst(), arriving);
    for (List<Layer> branch : branches) {
      if (!Objects.equals(written(branch, arriving), written)) {
        return null;
      }
    }
    return written;
  }

  /** The shape of images that are joined by their channels; null if units are. */
  private @Nullable ImageShape concatenated() {
    ImageShape first = null;
    int channels = 0;
    for (List<Layer> branch : branches) {
      ImageShape written = written(branch, shape);
      if (written == null) {
        return null;
      }
      first = first == null ? written : first;
      if (written.height() != first.height() || written.width() != first.width()) {
        return null;
      }
      channels += written.channels();
    }
    return new ImageShape(first.height(), first.width(), channels);
  }

  private static @Nullable ImageShape written(List<Layer> layers, @Nullable ImageShape arriving) {
    ImageShape written = arriving;
    for (Layer layer : layers) {
      written = layer.writes(written);
    }
    return written;
  }

  @Override
  public LayerDescription describe() {
    LayerDescription description =
        LayerDescription.of(KIND)
            .with("join", join.name().toLowerCase(Locale.ROOT))
            .with("activation", activation);
    if (shape != null) {
      description =
          description
              .with("height", shape.height())
              .with("width", shape.width())
              .with("channels", shape.channels());
    }
    for (int k = 0; k < branches.size(); k++) {
      description =
          description.with(field(k), branches.get(k).stream().map(Layer::describe).toList());
    }
    return description;
  }

  static Layer read(LayerDescription from) {
    List<List<Layer>> branches = new ArrayList<>();
    while (from.has(field(branches.size()))) {
      branches.add(from.layers(field(branches.size())));
    }
    ImageShape shape = null;
    if (from.has("height")) {
      shape =
          new ImageShape(from.integer("height"), from.integer("width"), from.integer("channels"));
    }
    return new Branches(shape, branches, join(from.text("join")), from.activation("activation"));
  }

  private static Join join(String name) {
    for (Join join : Join.values()) {
      if (join.name().toLowerCase(Locale.ROOT).equals(name)) {
        return join;
      }
    }
    throw new IllegalArgumentException(
        "the 'join' of a branches layer is '" + name + "', must be sum or concat");
  }

  @Override
  String summary() {
    List<String> inner = new ArrayList<>();
    for (List<Layer> branch : branches) {
      inner.add(
          branch.isEmpty()
              ? "skip"
              : String.join("-", branch.stream().map(Layer::summary).toList()));
    }
    String sign = join == Join.SUM ? " + " : ", ";
    return "%d branches(%s) %s".formatted(outputs(), String.join(sign, inner), activation);
  }

  @Override
  int wire(Wiring wiring, int source) {
    List<Integer> ends = new ArrayList<>();
    for (List<Layer> branch : branches) {
      int end = source;
      for (Layer layer : branch) {
        end = layer.wire(wiring, end);
      }
      ends.add(end);
    }
    ImageShape image = join == Join.CONCAT ? concatenated() : null;
    int places = image == null ? 1 : image.places();
    return wiring.node(new Activate(outputs(), activation), join, places, ends);
  }
}
