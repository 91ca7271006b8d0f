package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.examples.papers.Page;
import io.github.curvelane.examples.papers.Pages;
import io.github.curvelane.examples.papers.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code papers}: what it prints and leaves. */
class PapersProgramTest {
  @TempDir private Path directory;

  private ProgramRun papers(Object... more) {
    Object[] arguments = new Object[more.length + 3];
    arguments[0] = "papers";
    arguments[1] = "--out";
    arguments[2] = directory.resolve("out");
    System.arraycopy(more, 0, arguments, 3, more.length);
    return ProgramRun.of(arguments);
  }

  @Test
  void aFigureIsAPageAndATable() throws IOException {
    ProgramRun run = papers("--quick", "--only", "eb", "--figure", "6").succeeded();
    assertThat(run.line("eb-6")).contains("as printed");
    Path out = directory.resolve("out");
    String page = Files.readString(out.resolve("papers.html"));
    String verdicts = Files.readString(out.resolve("papers.csv"));
    assertThat(page)
        .contains("id=\"eb-6-paths-title\"", "as printed", "four sizes", "Rule: As printed if");
    assertThat(verdicts.lines()).hasSize(2);
    String digest = verdicts.lines().skip(1).findFirst().orElseThrow().split(",")[2];
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(page).contains(digest);
    // The overview counts verdicts, and leads to each page, which leads back.
    assertThat(page).contains("<b>1 of 1</b>", "(1 as printed, 0 by half, 0 not so)");
    for (String id : List.of("contents", "eb-6")) {
      assertThat(page).contains("href=\"#" + id + "\"").containsOnlyOnce("id=\"" + id + "\"");
    }
    assertThat(page).contains("href=\"eb-6.csv\"");
    assertThat(Files.readAllLines(out.resolve("eb-6.csv")))
        .startsWith("series,index,value")
        .anyMatch(line -> line.startsWith("last at 1/h,0,"));
    // What an earlier run left and this one does not make is gone.
    papers("--quick", "--figure", "7", "--quiet").succeeded();
    assertThat(out.resolve("eb-6.csv")).doesNotExist();
    assertThat(out.resolve("eb-7.csv")).exists();
  }

  @Test
  void theReportIsTheSameInEveryLocale() throws IOException {
    Locale locale = Locale.getDefault();
    List<String> tags = List.of("en-US", "ar-EG", "de-DE", "tr-TR");
    try {
      for (String tag : tags) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        ProgramRun.of("papers", "--quick", "--figure", "6", "--out", directory.resolve(tag))
            .succeeded();
      }
    } finally {
      Locale.setDefault(locale);
    }
    for (String tag : tags) {
      for (String name : List.of("papers.html", "papers.csv", "eb-6.csv")) {
        assertThat(directory.resolve(tag).resolve(name))
            .as("%s, %s", tag, name)
            .hasSameBinaryContentAs(directory.resolve(tags.getFirst()).resolve(name));
      }
    }
  }

  @Test
  void threadsChangeNothing() {
    List<Page> some = Pages.all().subList(0, 3);
    Console quiet = new Console(Console.Level.QUIET);
    List<String> one = digests(new PapersRun(some, Scale.QUICK, 1, quiet, () -> false));
    List<String> two = digests(new PapersRun(some, Scale.QUICK, 3, quiet, () -> false));
    assertThat(two).isEqualTo(one).doesNotHaveDuplicates();
  }

  private static List<String> digests(PapersRun run) {
    return run.finish().values().stream().map(o -> o.digest()).toList();
  }

  @Test
  void aRunThatIsToldToEndKeepsWhatIsDone() {
    Console quiet = new Console(Console.Level.QUIET);
    int[] asked = {0};
    // One question before each page and one after each of its three seeds.
    PapersRun run =
        new PapersRun(Pages.all().subList(0, 3), Scale.QUICK, 1, quiet, () -> asked[0]++ >= 4);
    assertThat(run.finish().keySet()).extracting(p -> p.about().id()).containsExactly("eb-6");
  }

  @Test
  void whatIsNotThereIsRefused() {
    papers("--only", "EB", "--figure", "99")
        .refused("--figure is '99', must be one of 2, 3, 4, 5, 6, 7, 8, 9, 10");
    papers("--figure", "99").refused("--figure is '99', must be one of 2, 3, 4, 5, 6, 7, 8, 8.1");
    papers("--only", "EBB").refused("--only");
    papers("--threads", "0").refused("--threads is 0, must be from 1 to 1024");
  }
}
