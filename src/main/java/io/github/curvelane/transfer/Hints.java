package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initialization;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Hints of a teacher for a student that is deeper and thinner [DL8 8.7.4] (Romero, Ballas, Kahou,
 * Chassang, Gatta, Bengio, <i>FitNets: Hints for thin deep nets</i>, 2015). First the student's
 * layers up to a hidden one, the guided layer, and a regressor on it are trained to give what a
 * hidden layer of the trained teacher, the hint layer, gives: ½‖r(v(x)) − u(x)‖² (equation 3). Then
 * the regressor is dropped and the whole student is trained for its task, with the teacher's
 * {@linkplain SoftTargets soft targets} or without.
 *
 * <p>The regressor r is a dense layer without an activation. The paper has one with that of the
 * hint layer: {@link #withRegressor}.
 *
 * <pre>{@code
 * Network<float[]> student =
 *     Network.perceptron(
 *         Precision.FLOAT, Activation.tanh(), Activation.identity(), 2, 3, 3, 3, 3, 3);
 * float[] start = student.initialize(Initializer.FAN_IN, 2);
 * Hints<float[]> hints = Hints.of(network, 1, student, 2);
 * Targets<float[]> said = hints.targets(theta, inputs);
 * StochasticTrainer trainer =
 *     StochasticTrainer.of(new Sgd(), Schedule.constant(0.1)).epochs(5).build();
 * TrainingPlan<float[]> plan =
 *     TrainingPlan.of(
 *         Precision.FLOAT,
 *         hints.guided(start, Initialization.of(Initializer.FAN_IN), 3),
 *         PlanStage.of(
 *             "hints",
 *             () ->
 *                 new NetworkObjective<>(
 *                     hints.guided().newWorkspace(32), Loss.halfSquaredError(), inputs, said),
 *             trainer),
 *         new PlanStage<>(
 *             "student",
 *             () ->
 *                 new NetworkObjective<>(
 *                     student.newWorkspace(32),
 *                     Loss.softmaxCrossEntropy(),
 *                     inputs,
 *                     Targets.labels(Precision.FLOAT, labels, 3)),
 *             trainer,
 *             guided -> hints.hinted(guided, start)));
 * float[] trained = plan.train().orThrow().parameters();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Hints<A> {
  private final Network<A> teacher;
  private final int teacherLayers;
  private final Network<A> student;
  private final int studentLayers;
  private final Network<A> guided;

  private Hints(
      Network<A> teacher,
      int teacherLayers,
      Network<A> student,
      int studentLayers,
      Activation regressor) {
    this.teacher = teacher;
    this.teacherLayers = teacherLayers;
    this.student = student;
    this.studentLayers = studentLayers;
    List<Layer> layers = new ArrayList<>(student.layers().subList(0, studentLayers));
    layers.add(
        new Dense(
            layers.getLast().outputs(),
            teacher.layers().get(teacherLayers - 1).outputs(),
            regressor));
    this.guided = Network.of(student.precision(), layers);
  }

  /**
   * Describes hints with a regressor without an activation.
   *
   * @param teacher the trained network
   * @param teacherLayers the number of its layers up to the hint layer, which is hidden
   * @param student the network that is to be trained
   * @param studentLayers the number of its layers up to the guided layer, which is hidden
   * @param <A> {@code float[]} or {@code double[]}
   * @return the hints
   * @throws IllegalArgumentException if the teacher is for other inputs or in another precision, or
   *     a network has not so many hidden layers
   */
  public static <A> Hints<A> of(
      Network<A> teacher, int teacherLayers, Network<A> student, int studentLayers) {
    Objects.requireNonNull(teacher, "teacher");
    Objects.requireNonNull(student, "student");
    if (teacher.precision() != student.precision()) {
      throw new IllegalArgumentException(
          "teacher is in %s precision, must be in the %s of the student"
              .formatted(teacher.precision(), student.precision()));
    }
    if (teacher.inputs() != student.inputs()) {
      throw new IllegalArgumentException(
          "teacher has %d inputs, must have the %d of the student"
              .formatted(teacher.inputs(), student.inputs()));
    }
    requireHidden("teacherLayers", teacherLayers, "teacher", teacher);
    requireHidden("studentLayers", studentLayers, "student", student);
    return new Hints<>(teacher, teacherLayers, student, studentLayers, Activation.identity());
  }

  private static void requireHidden(String name, int layers, String whose, Network<?> network) {
    int hidden = network.layers().size() - 1;
    if (layers < 1 || layers > hidden) {
      throw new IllegalArgumentException(
          "%s is %d, must be from 1 to the %d hidden layers of the %s"
              .formatted(name, layers, hidden, whose));
    }
  }

  /**
   * Returns the hints with another activation of the regressor.
   *
   * @param activation that of the hint layer, as the paper has it
   * @return other hints
   */
  public Hints<A> withRegressor(Activation activation) {
    Objects.requireNonNull(activation, "activation");
    return new Hints<>(teacher, teacherLayers, student, studentLayers, activation);
  }

  /**
   * Returns the network of the first stage.
   *
   * @return the student's layers up to the guided one, and the regressor
   */
  public Network<A> guided() {
    return guided;
  }

  /**
   * Computes what the hint layer says: the targets of the first stage, for {@link
   * io.github.curvelane.nn.Loss#halfSquaredError}. They take memory for examples × units of that
   * layer.
   *
   * @param theta the teacher's parameters
   * @param inputs the examples, row-major [examples × inputs]: all of the array
   * @return a matrix of targets, computed once
   * @throws IllegalArgumentException as {@link LayerOutputs#of(Network, Object, int, Object)}, or
   *     if an output is NaN or infinite
   * @throws UnsupportedOperationException if the teacher normalises by the statistics of a batch
   */
  public Targets<A> targets(A theta, A inputs) {
    return Targets.matrix(
        teacher.precision(),
        LayerOutputs.of(teacher, theta, teacherLayers, inputs),
        guided.outputs());
  }

  /**
   * Makes the parameters that the first stage starts from: the student's own, and a regressor that
   * is drawn.
   *
   * @param theta the parameters that the student starts from; not changed
   * @param initialization how the regressor begins
   * @param seed the seed of the regressor
   * @return new parameters of {@link #guided()}
   * @throws IllegalArgumentException if {@code theta} has not the student's size
   */
  public A guided(A theta, Initialization initialization, long seed) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(initialization, "initialization");
    A start = guided.initialize(initialization, seed);
    requireStudents(theta);
    copyFirst(theta, start);
    return start;
  }

  /**
   * Makes the parameters that the second stage starts from; the regressor is dropped.
   *
   * @param guided what the first stage has returned; not changed
   * @param theta the parameters that the student started from, for the layers above; not changed
   * @return new parameters of the student
   * @throws IllegalArgumentException if an array has not its network's size
   */
  public A hinted(A guided, A theta) {
    Objects.requireNonNull(guided, "guided");
    Objects.requireNonNull(theta, "theta");
    Precision<A> precision = student.precision();
    Transfer.requireParameters("guided", precision.length(guided), "guided network", this.guided);
    requireStudents(theta);
    A hinted = precision.newArray(student.parameters());
    precision.copy(theta, 0, hinted, 0, student.parameters());
    copyFirst(guided, hinted);
    return hinted;
  }

  private void requireStudents(A theta) {
    Transfer.requireParameters("theta", student.precision().length(theta), "student", student);
  }

  /** The guided layers are the first of both networks. */
  private void copyFirst(A from, A to) {
    student.precision().copy(from, 0, to, 0, guided.offset(studentLayers));
  }

  @Override
  public String toString() {
    return "hints of layer %d of %s for layer %d of %s"
        .formatted(teacherLayers - 1, teacher, studentLayers - 1, student);
  }
}
