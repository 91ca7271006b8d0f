package io.github.curvelane.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/** Reads a model of Tribuo and prints the class of one row. */
public final class TribuoFirstPrediction {
  static final String[] COLUMNS = {"0", "1", "2", "3"};

  private TribuoFirstPrediction() {}

  /**
   * Predicts.
   *
   * @param args the model's file
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    Model<Label> model = Model.deserializeFromFile(Path.of(args[0])).castModel(Label.class);
    double[] row = {5.1, 3.5, 1.4, 0.2};
    var example = new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, COLUMNS, row);
    System.out.println(model.predict(example).getOutput().getLabel());
  }
}
