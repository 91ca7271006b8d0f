package io.github.curvelane.examples;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.Checkpoints;
import io.github.curvelane.io.ForeignCheckpointException;
import io.github.curvelane.optim.TrainingState;
import io.github.curvelane.optim.TrainingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The checkpoints of a run in its folder: the states of the trainer with what the program has to
 * remember beside them, and the options, by which a run that was killed can be resumed.
 */
final class RunStore implements TrainingStore {
  /**
   * The options of a run that is not done, where those of an older one, whose results stand in the
   * folder until then, are others.
   */
  static final String OPTIONS = "checkpoint-options.txt";

  private final Path folder;
  private final String options;
  private final Supplier<Map<String, String>> identity;
  private final Supplier<Map<String, double[]>> own;
  private Checkpoints checkpoints;
  private boolean resumable;

  /**
   * Creates a store; nothing is read or written yet.
   *
   * @param folder where the run goes
   * @param options the content of its file of options
   * @param identity what decides how the run goes on; asked for once, when it is needed
   * @param own what the program remembers, asked for with every state
   */
  RunStore(
      Path folder,
      String options,
      Supplier<Map<String, String>> identity,
      Supplier<Map<String, double[]>> own) {
    this.folder = folder;
    this.options = options;
    this.identity = identity;
    this.own = own;
  }

  /** The first state that is kept from now on replaces all that are there. */
  void beginAnew() {
    checkpoints = null;
  }

  private Checkpoints checkpoints() {
    if (checkpoints == null) {
      checkpoints = new Checkpoints(folder, identity.get());
    }
    return checkpoints;
  }

  @Override
  public <A> void keep(Precision<A> precision, TrainingState<A> state) throws IOException {
    TrainingState<A> whole = state;
    for (Map.Entry<String, double[]> entry : own.get().entrySet()) {
      whole = whole.withOwn(entry.getKey(), entry.getValue());
    }
    checkpoints().keep(precision, whole);
    if (!resumable) {
      keepOptions();
      resumable = true;
    }
  }

  private void keepOptions() throws IOException {
    Path usual = folder.resolve(Results.OPTIONS);
    Path own = folder.resolve(OPTIONS);
    if (Files.notExists(usual)) {
      AtomicFile.replace(usual, OutputFolder.text(options));
    }
    if (Files.readString(usual).equals(options)) {
      Files.deleteIfExists(own);
    } else {
      AtomicFile.replace(own, OutputFolder.text(options));
    }
  }

  /**
   * Reads the newest state of a folder, and says on the way what is damaged.
   *
   * @throws UserException if there is none, or it is of another run
   */
  <A> TrainingState<A> latest(Path from, Precision<A> precision, Console console) {
    if (!Files.isDirectory(from)) {
      throw new UserException("--resume " + from + " is not a folder");
    }
    boolean own = from.toAbsolutePath().normalize().equals(folder.toAbsolutePath().normalize());
    Checkpoints there = own ? checkpoints() : new Checkpoints(from, identity.get());
    try {
      Checkpoints.Latest<A> latest =
          there
              .latest(precision)
              .orElseThrow(
                  () -> new UserException("--resume " + from + " has no checkpoint of a run"));
      for (MalformedDataException damaged : latest.damaged()) {
        System.err.println(
            "curvelane: "
                + damaged.getMessage()
                + "; the one before, "
                + latest.file().getFileName()
                + ", is used");
      }
      console.say(
          "resumed from "
              + latest.file().getFileName()
              + ", after step "
              + latest.state().steps()
              + ".");
      return latest.state();
    } catch (IOException e) {
      Path others = from.resolve(OPTIONS);
      String hint =
          e instanceof ForeignCheckpointException && Files.exists(others)
              ? "; the options of what is resumed are in " + others
              : "";
      throw new UserException(
          "--resume " + from + " cannot be done: " + Results.reason(e) + hint, e);
    }
  }

  /**
   * Deletes all checkpoints of a folder: they are of a run whose results are replaced, or that
   * cannot be gone on with.
   */
  static void clear(Path folder) throws IOException {
    new Checkpoints(folder).clear();
  }
}
