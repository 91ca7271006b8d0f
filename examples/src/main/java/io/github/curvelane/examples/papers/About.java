package io.github.curvelane.examples.papers;

import java.util.List;

/**
 * What a page is about.
 *
 * @param id a name of letters, digits and hyphens that no other page has; that of its CSV file
 * @param source the document
 * @param figures its figures, such as 8 or 8.4; empty if the claim is one of the text alone
 * @param title what it is about, in a few words
 * @param says what the document says, in own words, with the number of equation, figure or section
 * @param rule how the numbers decide the verdict, and what of that was chosen after seeing them
 */
public record About(
    String id, Source source, List<String> figures, String title, String says, String rule) {
  /** Copies the list. */
  public About {
    figures = List.copyOf(figures);
  }
}
