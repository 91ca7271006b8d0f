package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.start.StartPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Tribuo's logistic regression: it has no networks in Java. */
public final class TribuoPeer implements StartPeer {
  private static final Logger LOGGER = Logger.getLogger("org.tribuo");

  /** Creates the peer. */
  public TribuoPeer() {}

  @Override
  public String artifact() {
    return "tribuo-core";
  }

  @Override
  public String name() {
    return "Tribuo";
  }

  @Override
  public void train(double[][] rows, String[] labels, Path file) throws IOException {
    LOGGER.setLevel(Level.WARNING);
    LabelFactory factory = new LabelFactory();
    var flowers = new MutableDataset<>(new SimpleDataSourceProvenance("flowers", factory), factory);
    for (int i = 0; i < rows.length; i++) {
      flowers.add(new ArrayExample<>(new Label(labels[i]), TribuoFirstPrediction.COLUMNS, rows[i]));
    }
    new LogisticRegressionTrainer().train(flowers).serializeToFile(file);
  }

  @Override
  public Class<?> program() {
    return TribuoFirstPrediction.class;
  }
}
