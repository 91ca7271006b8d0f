package io.github.curvelane.bench.matmul;

import java.util.Optional;
import java.util.ServiceLoader;

/** Finds multipliers by name: this library's, the naive loops, and the peers built in. */
public final class Multipliers {
  /** The name of this library's. */
  public static final String OURS = "Curvelane";

  private Multipliers() {}

  /**
   * Loads a multiplier, and the native library that it needs.
   *
   * @param name its name
   * @param threads the threads that it may use
   * @return the multiplier
   * @throws IllegalArgumentException if there is none of that name in this program
   * @throws LinkageError if its library cannot be loaded
   */
  public static Multiplier load(String name, int threads) {
    switch (name) {
      case OURS -> {
        return new CurvelaneMultiplier(threads);
      }
      case NaiveMultiplier.NAME -> {
        return new NaiveMultiplier();
      }
      default -> {
        boolean anyPeers = false;
        for (Multiplier.Peers peers : ServiceLoader.load(Multiplier.Peers.class)) {
          anyPeers = true;
          Optional<Multiplier> peer = peers.load(name, threads);
          if (peer.isPresent()) {
            return peer.get();
          }
        }
        throw new IllegalArgumentException(
            anyPeers
                ? "there is no peer of this name"
                : "this program was built without peers (Maven profile 'peers')");
      }
    }
  }
}
