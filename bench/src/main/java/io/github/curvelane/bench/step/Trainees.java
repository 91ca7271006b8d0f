package io.github.curvelane.bench.step;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds peers that train networks, by name. */
public final class Trainees {
  private Trainees() {}

  /**
   * Loads peers; says which cannot be loaded and goes on without them.
   *
   * @param names their names
   * @param threads the threads that each may use
   * @param out where to report
   * @return those that can be loaded
   */
  public static List<Trainee> load(List<String> names, int threads, PrintWriter out) {
    List<Trainee> peers = new ArrayList<>();
    for (String name : names) {
      try {
        load(name, threads)
            .ifPresentOrElse(
                peers::add, () -> out.println(name + " is left out: it is not in this program"));
      } catch (LinkageError | ServiceConfigurationError | RuntimeException e) {
        out.println(name + " is left out, its library cannot be loaded: " + e);
      }
    }
    return peers;
  }

  private static Optional<Trainee> load(String name, int threads) {
    for (Trainee.Peers provider : ServiceLoader.load(Trainee.Peers.class)) {
      Optional<Trainee> peer = provider.load(name, threads);
      if (peer.isPresent()) {
        return peer;
      }
    }
    return Optional.empty();
  }
}
