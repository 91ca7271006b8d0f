package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.step.Trainee;
import java.util.Optional;

/** The peers that train networks. Each loads its library only when it is asked for. */
public final class StepPeers implements Trainee.Peers {
  /** Made by the service loader. */
  public StepPeers() {}

  @Override
  public Optional<Trainee> load(String name, int threads) {
    return Optional.ofNullable(
        switch (name) {
          case Libtorch.NAME -> new LibtorchTrainee(threads);
          case "DJL" -> new DjlTrainee(threads);
          case "Encog" -> new EncogTrainee(threads);
          default -> null;
        });
  }
}
