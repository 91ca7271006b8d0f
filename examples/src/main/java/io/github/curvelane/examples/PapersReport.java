package io.github.curvelane.examples;

import io.github.curvelane.examples.papers.About;
import io.github.curvelane.examples.papers.Outcome;
import io.github.curvelane.examples.papers.Page;
import io.github.curvelane.examples.papers.Picture;
import io.github.curvelane.examples.papers.Scale;
import io.github.curvelane.examples.papers.Source;
import io.github.curvelane.examples.papers.Table;
import io.github.curvelane.examples.papers.Verdict;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.examples.report.Formulas;
import io.github.curvelane.examples.report.Html;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the pages found, as one document that needs no network. */
final class PapersReport {
  private static final Pattern SPREAD = Pattern.compile("(\\S+) (\\(\\S+ to \\S+\\))");

  /** The columns of a table that has room beside a picture. */
  private static final int MOST_BESIDE = 6;

  private final Scale scale;
  private final Map<Page, Outcome> found;
  private final Html html = new Html();

  PapersReport(Scale scale, Map<Page, Outcome> found) {
    this.scale = scale;
    this.found = found;
  }

  String html() {
    html.element("h1", "The founding documents, run anew");
    html.raw(
        "<p class=\"dim\">"
            + Html.escape(
                Figures.format(
                    "Each figure or claim: what the document says, in our words; what was measured"
                        + " over %d seeds, as median (least to greatest) unless it says"
                        + " otherwise; whether it is so, and the rule that decides that from the"
                        + " numbers; our picture of it. Every number is a function of the seeds"
                        + " alone, the same bits on every machine and with any number of threads."
                        + " Digits are the built-in ones, drawn by a seed, where the documents have"
                        + " others.",
                    scale.seeds()))
            + "</p>");
    figures();
    html.raw("<nav aria-label=\"Contents\"><h2 id=\"contents\">Contents</h2>");
    for (Source source : Source.values()) {
      List<Map.Entry<Page, Outcome>> ofSource =
          found.entrySet().stream().filter(e -> e.getKey().about().source() == source).toList();
      if (!ofSource.isEmpty()) {
        contents(source, ofSource);
      }
    }
    html.raw("</nav>");
    found.forEach((page, outcome) -> claim(page.about(), outcome));
    return html.page("Curvelane: the founding documents, run anew", Report.resource("report.css"));
  }

  private void figures() {
    html.raw("<div class=\"figures\">");
    for (Verdict verdict : Verdict.values()) {
      html.raw(
          Figures.format(
              "<div class=\"figure\"><b>%d of %d</b><span>%s</span></div>",
              count(found.values(), verdict), found.size(), badge(verdict)));
    }
    html.raw("</div>");
  }

  private static long count(Collection<Outcome> outcomes, Verdict verdict) {
    return outcomes.stream().filter(o -> o.verdict() == verdict).count();
  }

  private void contents(Source source, List<Map.Entry<Page, Outcome>> pages) {
    List<Outcome> outcomes = pages.stream().map(Map.Entry::getValue).toList();
    String counts =
        Arrays.stream(Verdict.values())
            .map(verdict -> count(outcomes, verdict) + " " + verdict)
            .collect(Collectors.joining(", "));
    html.raw(
        Figures.format(
            "<h3>[%s] %s <span>(%s)</span></h3><ol>", source, Html.escape(source.title()), counts));
    pages.forEach(
        entry ->
            html.raw(
                Figures.format(
                    "<li>%s <a href=\"#%s\">%s</a></li>",
                    badge(entry.getValue().verdict()),
                    entry.getKey().about().id(),
                    Html.escape(heading(entry.getKey().about())))));
    html.raw("</ol>");
  }

  private static String heading(About about) {
    List<String> figures = about.figures();
    if (figures.isEmpty()) {
      return Character.toUpperCase(about.title().charAt(0)) + about.title().substring(1);
    }
    String numbers =
        figures.size() == 1 ? figures.getFirst() : figures.getFirst() + "–" + figures.getLast();
    return (figures.size() == 1 ? "Figure " : "Figures ") + numbers + ": " + about.title();
  }

  private static String badge(Verdict verdict) {
    String style = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String sign =
        switch (verdict) {
          case AS_PRINTED -> "●";
          case BY_HALF -> "◐";
          case NOT_SO -> "○";
        };
    return Figures.format(
        "<span class=\"verdict %s\"><span aria-hidden=\"true\">%s</span> %s</span>",
        style, sign, verdict);
  }

  private void claim(About about, Outcome outcome) {
    html.raw(
        Figures.format(
            "<section class=\"claim\" id=\"%s\"><h2><a href=\"#%s\">[%s] %s</a></h2>",
            about.id(), about.id(), about.source(), Html.escape(heading(about))));
    html.raw("<p class=\"said\">" + Formulas.html(about.says()) + "</p>");
    html.raw("<p>" + badge(outcome.verdict()) + " " + Formulas.html(outcome.reason()) + "</p>");
    html.raw("<p class=\"dim\">Rule: " + Formulas.html(about.rule()) + "</p>");
    boolean single =
        outcome.pictures().size() == 1
            && outcome.tables().stream().allMatch(t -> t.columns().size() <= MOST_BESIDE);
    html.raw(single ? "<div class=\"single\">" : "<div>");
    html.raw("<div class=\"charts\">");
    for (Picture picture : outcome.pictures()) {
      html.raw(
          "<div>"
              + picture.chart().svg()
              + "<p class=\"dim\">"
              + Formulas.html(picture.caption())
              + "</p></div>");
    }
    html.raw("</div><div>");
    outcome.tables().forEach(this::table);
    html.raw("</div></div>");
    html.raw(
        Figures.format(
            "<p class=\"dim ending\"><span>Numbers: <a href=\"%s.csv\"><code>%s.csv</code></a>,"
                + " SHA-256 <code>%s</code></span> <a class=\"back\" href=\"#contents\">↑"
                + " Contents</a></p></section>",
            about.id(), about.id(), outcome.digest()));
  }

  private void table(Table table) {
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    row("th scope=\"col\"", "th", table.columns());
    html.raw("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.raw("<tr>");
      row("td", "td", row);
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private void row(String start, String end, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String style = i == 0 ? " class=\"text\"" : "";
      html.raw("<" + start + style + ">" + cell(cells.get(i)) + "</" + end + ">");
    }
  }

  /** A median, and least to greatest, which may stand below it. */
  private static String cell(String text) {
    Matcher spread = SPREAD.matcher(text);
    return spread.matches()
        ? Formulas.html(spread.group(1))
            + " <span class=\"spread\">"
            + Formulas.html(spread.group(2))
            + "</span>"
        : Formulas.html(text);
  }
}
