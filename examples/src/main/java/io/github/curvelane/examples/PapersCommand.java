package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.examples.papers.Outcome;
import io.github.curvelane.examples.papers.Page;
import io.github.curvelane.examples.papers.Pages;
import io.github.curvelane.examples.papers.Scale;
import io.github.curvelane.examples.papers.Source;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the figures and claims of the founding documents anew. */
@Command(
    name = "papers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs figures and claims of three documents on training anew: Efficient BackProp (EB), a"
          + " lecture on convergence (CMU), and chapter 8 of Deep Learning (DL8).",
      "Leaves one page with pictures, measured numbers and verdicts, and the numbers as CSV."
    },
    footer = {
      "",
      "Examples:",
      "  curvelane papers --quick",
      "  curvelane papers --only EB --figure 12 --out figure-12"
    })
final class PapersCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final String PAGE = "papers.html";
  private static final String VERDICTS = "papers.csv";

  @Option(
      names = "--only",
      paramLabel = "SOURCE",
      description = "EB, CMU or DL8 (default: all three).")
  private Source only;

  @Option(
      names = "--figure",
      paramLabel = "N",
      description = "A figure by its number, such as 12 or 8.4.")
  private String figure;

  @Option(names = "--quick", description = "Three seeds and small sizes, in place of ten.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many pages run side by side (default: one a processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quiet", description = "Print the verdicts alone.")
  private boolean quiet;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "papers",
      description = "Where page and tables go (default: papers).")
  private Path out = Path.of("papers");

  @Override
  public Integer call() {
    Threads.check(threads);
    List<Page> pages = chosen();
    Scale scale = quick ? Scale.QUICK : Scale.FULL;
    Console console = new Console(quiet ? Console.Level.QUIET : Console.Level.NORMAL);
    OutputFolder folder = OutputFolder.create(out);
    try (Interrupt interrupt = new Interrupt()) {
      PapersRun run = new PapersRun(pages, scale, threads, console, interrupt::requested);
      Map<Page, Outcome> found = run.finish();
      write(folder, scale, found);
      found.forEach(
          (page, outcome) ->
              console.result(
                  Figures.format(
                      "%-20s %-10s  %s",
                      page.about().id(), outcome.verdict(), page.about().title())));
      console.say("page: " + folder.file(PAGE));
      return found.size() < pages.size() ? INTERRUPTED : 0;
    }
  }

  private List<Page> chosen() {
    List<Page> ofSource =
        Pages.all().stream().filter(p -> only == null || p.about().source() == only).toList();
    if (figure == null) {
      return ofSource;
    }
    List<Page> ofFigure =
        ofSource.stream().filter(p -> p.about().figures().contains(figure)).toList();
    if (ofFigure.isEmpty()) {
      TreeSet<String> all = new TreeSet<>(PapersCommand::compare);
      ofSource.forEach(p -> all.addAll(p.about().figures()));
      throw new UserException(
          "--figure is '" + figure + "', must be one of " + String.join(", ", all));
    }
    return ofFigure;
  }

  private static int compare(String one, String other) {
    return Double.compare(Double.parseDouble(one), Double.parseDouble(other));
  }

  private void write(OutputFolder folder, Scale scale, Map<Page, Outcome> found) {
    Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
    files.put(PAGE, OutputFolder.text(new PapersReport(scale, found).html()));
    StringBuilder verdicts = new StringBuilder("page,verdict,digest\n");
    found.forEach(
        (page, outcome) -> {
          String id = page.about().id();
          verdicts.append(id).append(',').append(outcome.verdict()).append(',');
          verdicts.append(outcome.digest()).append('\n');
          files.put(id + ".csv", OutputFolder.text(outcome.csv()));
        });
    files.put(VERDICTS, OutputFolder.text(verdicts.toString()));
    try {
      folder.replace(
          Stream.concat(
                  Stream.of(PAGE, VERDICTS),
                  Pages.all().stream().map(page -> page.about().id() + ".csv"))
              .toList(),
          files);
    } catch (IOException e) {
      throw new UserException("--out " + out + " cannot be written: " + e.getMessage(), e);
    }
  }
}
