package io.github.curvelane.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmark program: one subcommand for each question. */
@Command(
    name = "bench",
    description = "Measures this library against its peers and against the machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MachineCommand.class,
      MatmulCommand.class,
      EpilogueCommand.class,
      WarmUpCommand.class,
      FunctionsCommand.class,
      StepCommand.class,
      ConvCommand.class,
      CurvatureCommand.class,
      AgainstCommand.class,
      StartCommand.class,
      RunCommand.class,
      ServeCommand.class,
      MinimizersCommand.class,
      DenseCommand.class,
      SpectrumCommand.class,
      RatesCommand.class,
      TrainingCommand.class,
      RulesCommand.class,
      SdlmCommand.class,
      ClusterCommand.class,
      ChartCommand.class,
      JmhCommand.class
    })
public final class Main {
  private Main() {}

  /**
   * Runs a subcommand.
   *
   * @param args its name and its options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
