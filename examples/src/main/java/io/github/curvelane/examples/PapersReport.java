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
import io.github.curvelane.examples.report.Html;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the pages found, as one document that needs no network. */
final class PapersReport {
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
                        + " over %d seeds (three where a page says so), as median (least to"
                        + " greatest) unless it says otherwise; whether it is so, and the rule that"
                        + " decides that from the numbers; our picture of it. Every number is a"
                        + " function of the seeds alone, the same bits on every machine and with"
                        + " any number of threads. Digits are the built-in ones, drawn by a seed,"
                        + " where the documents have others.",
                    scale.seeds()))
            + "</p>");
    figures();
    for (Source source : Source.values()) {
      List<Map.Entry<Page, Outcome>> ofSource =
          found.entrySet().stream().filter(e -> e.getKey().about().source() == source).toList();
      if (!ofSource.isEmpty()) {
        html.element("h2", source.title());
        contents(ofSource);
      }
    }
    found.forEach((page, outcome) -> claim(page.about(), outcome));
    return html.page("Curvelane: the founding documents, run anew", Report.resource("report.css"));
  }

  private void figures() {
    html.raw("<div class=\"figures\">");
    for (Verdict verdict : Verdict.values()) {
      long count = found.values().stream().filter(o -> o.verdict() == verdict).count();
      html.raw(
          Figures.format("<div class=\"figure\"><b>%d</b><span>%s</span></div>", count, verdict));
    }
    html.raw("</div>");
  }

  private void contents(List<Map.Entry<Page, Outcome>> pages) {
    html.raw("<nav><ol>");
    pages.forEach(
        entry ->
            html.raw(
                Figures.format(
                    "<li>%s <a href=\"#%s\">%s</a></li>",
                    badge(entry.getValue().verdict()),
                    entry.getKey().about().id(),
                    Html.escape(heading(entry.getKey().about())))));
    html.raw("</ol></nav>");
  }

  private static String heading(About about) {
    List<String> figures = about.figures();
    if (figures.isEmpty()) {
      return about.title();
    }
    String numbers =
        figures.size() == 1 ? figures.getFirst() : figures.getFirst() + "–" + figures.getLast();
    return (figures.size() == 1 ? "Figure " : "Figures ") + numbers + ": " + about.title();
  }

  private static String badge(Verdict verdict) {
    String style = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "<span class=\"verdict " + style + "\">" + verdict + "</span>";
  }

  private void claim(About about, Outcome outcome) {
    html.raw("<section class=\"claim\" id=\"" + about.id() + "\">");
    html.element("h2", about.source() + ". " + heading(about));
    html.raw("<p class=\"said\">" + Html.escape(about.says()) + "</p>");
    html.raw("<p>" + badge(outcome.verdict()) + " " + Html.escape(outcome.reason()) + "</p>");
    html.raw("<p class=\"dim\">Rule: " + Html.escape(about.rule()) + "</p>");
    html.raw("<div class=\"charts\">");
    for (Picture picture : outcome.pictures()) {
      html.raw(
          "<div>"
              + picture.chart().svg()
              + "<p class=\"dim\">"
              + Html.escape(picture.caption())
              + "</p></div>");
    }
    html.raw("</div>");
    outcome.tables().forEach(this::table);
    html.raw(
        Figures.format(
            "<p class=\"dim\">Numbers: <code>%s.csv</code>, SHA-256 <code>%s</code></p></section>",
            about.id(), outcome.digest()));
  }

  private void table(Table table) {
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    row("th", table.columns());
    html.raw("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.raw("<tr>");
      row("td", row);
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }

  private void row(String tag, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String style = i == 0 ? " class=\"text\"" : "";
      html.raw("<" + tag + style + ">" + Html.escape(cells.get(i)) + "</" + tag + ">");
    }
  }
}
