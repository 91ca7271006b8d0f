package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.kernel.Provider;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/**
 * The program's entry: finds the command, and turns what goes wrong into a sentence and a status.
 */
@Command(
    name = "curvelane",
    description = "Trains neural networks in pure Java, with the same bits on every machine.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit status: 0 finished, 1 failed or diverged, 2 wrong options or data, 3 finished but not"
          + " saved for --resume, 130 interrupted.",
      "An argument @FILE stands for the options in FILE, one or more a line."
    })
public final class Main implements Runnable {
  /** Held, so that the level stays. What is logged below it, the command {@code info} tells. */
  private static final Logger LIBRARY = Logger.getLogger("io.github.curvelane");

  private static final List<Class<?>> COMMANDS =
      List.of(
          TrainCommand.class,
          EvaluateCommand.class,
          PredictCommand.class,
          SpectrumCommand.class,
          PapersCommand.class,
          DigitsCommand.class,
          ClusterCommand.class,
          InfoCommand.class);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /**
   * Runs the program.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    LIBRARY.setLevel(Level.WARNING);
    System.exit(run(arguments));
  }

  /** Runs a command and returns the exit status; a library's way to use the program. */
  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Main());
    commands(arguments).forEach(command::addSubcommand);
    command
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::refuse)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpAutoWidth(true);
    try {
      return command.execute(arguments);
    } catch (OutOfMemoryError e) {
      return report(command, Memory.exhausted());
    }
  }

  /**
   * The command that is named first, else all. Picocli describes each by reflection, which for all
   * of them takes a sixth of the 0.2 s of {@code info}.
   */
  private static List<Class<?>> commands(String... arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(c -> arguments.length > 0)
            .filter(c -> c.getAnnotation(Command.class).name().equals(arguments[0]))
            .toList();
    return named.isEmpty() ? COMMANDS : named;
  }

  private static int refuse(CommandLine.ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    return report(
        command,
        problem.getMessage() + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
  }

  private static int report(CommandLine command, String message) {
    command.getErr().println(Ansi.AUTO.string("@|bold,red error:|@ ") + message);
    return CommandLine.ExitCode.USAGE;
  }

  private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (problem instanceof UserException) {
      return report(command, problem.getMessage());
    }
    String refused = problem instanceof IllegalArgumentException ? refusedProperty() : null;
    if (refused != null) {
      return report(command, refused);
    }
    throw problem;
  }

  /**
   * Returns why the library refuses a system property that forces a choice; null if it does not.
   */
  private static String refusedProperty() {
    try {
      Provider.current();
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
