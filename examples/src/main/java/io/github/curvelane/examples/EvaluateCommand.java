package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.TableOptions;
import io.github.curvelane.io.Model;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.nn.ConfusionMatrix;
import io.github.curvelane.nn.Targets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests a stored model. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tests a stored model on the test examples of some data.",
    footer = {"", "Example: curvelane evaluate --model out/model.safetensors --data mnist"})
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelOptions options;

  @Option(names = "--all", description = "Test on the training examples too.")
  private boolean all;

  @Override
  public Integer call() {
    return evaluate(options.load());
  }

  private <A> int evaluate(Model<A> model) {
    TableOptions table = options.table();
    Examples<A> examples = DataSource.read(model.precision(), options.data(model), table);
    if (all) {
      report("training", model, examples.names(), examples.training());
    }
    report("test", model, examples.names(), examples.test());
    System.out.println(
        "parameter digest: " + ParameterDigest.of(model.precision(), model.parameters()));
    return 0;
  }

  private <A> void report(String name, Model<A> model, List<String> classes, Dataset<A> data) {
    Dataset<A> inputs = StoredModel.prepare(model, classes, data);
    Targets<A> targets = StoredModel.targets(model, inputs);
    Evaluator<A> evaluator =
        new Evaluator<>(model.network(), model.loss(), inputs, targets, Parallelism.none());
    double loss = evaluator.evaluate(model.parameters());
    System.out.printf(Locale.ROOT, "%s loss: %.6f%n", name, loss);
    if (data.isClassification()) {
      System.out.printf(Locale.ROOT, "%s error: %.2f %%%n", name, evaluator.error());
      print(evaluator.confusion());
    } else {
      System.out.printf(
          Locale.ROOT, "%s error: %.6g (root mean square)%n", name, evaluator.error());
    }
  }

  private static void print(ConfusionMatrix confusion) {
    int classes = confusion.classes();
    if (classes > 20) {
      return;
    }
    System.out.println("rows: the class; columns: what was found");
    for (int i = 0; i < classes; i++) {
      StringBuilder row = new StringBuilder();
      for (int j = 0; j < classes; j++) {
        row.append("%6d".formatted(confusion.count(i, j)));
      }
      System.out.println(row);
    }
  }
}
