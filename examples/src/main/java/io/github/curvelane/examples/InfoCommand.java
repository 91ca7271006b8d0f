package io.github.curvelane.examples;

import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.kernel.Provider;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what the program runs on. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Prints the version, the JDK, the kernels in use and the machine.")
final class InfoCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Provider provider = Provider.current();
    line("version", Version.text());
    line("jdk", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    line("kernels", provider.name() + " (" + provider.reason() + ")");
    line("width", provider.bits() == 0 ? "none" : provider.bits() + " bits");
    line("fma", provider.fma() ? "in hardware" : "emulated: every kernel is slow");
    line("machine", System.getProperty("os.name") + ", " + System.getProperty("os.arch"));
    line("processor", Machine.processor());
    line("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line("caches", Machine.caches());
    line("memory", Figures.format("%,d MiB for the JVM", Runtime.getRuntime().maxMemory() >> 20));
    return 0;
  }

  private static void line(String name, String value) {
    System.out.printf(Locale.ROOT, "%-10s %s%n", name, value);
  }
}
