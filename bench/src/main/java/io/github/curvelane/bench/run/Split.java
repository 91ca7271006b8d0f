package io.github.curvelane.bench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Divides the time of a process into parts, each of which ends with the arrival of a line; the last
 * ends with the process.
 */
final class Split {
  private record Mark(String part, Pattern end) {}

  private final List<Mark> marks = new ArrayList<>();
  private final String last;

  /**
   * @param last the name of the part behind all marks
   */
  Split(String last) {
    this.last = last;
  }

  /**
   * Adds a part behind those that are there.
   *
   * @param part its name
   * @param end what the first line contains that ends it
   */
  Split part(String part, String end) {
    marks.add(new Mark(part, Pattern.compile(end)));
    return this;
  }

  /**
   * Divides.
   *
   * @return the seconds of each part, in their order
   * @throws IllegalStateException if a part does not end
   */
  Map<String, Double> of(TimedProcess.Usage usage) {
    Map<String, Double> parts = new LinkedHashMap<>();
    double begin = 0;
    int next = 0;
    List<TimedProcess.Line> lines = usage.lines();
    for (Mark mark : marks) {
      while (next < lines.size() && !mark.end.matcher(lines.get(next).text()).find()) {
        next++;
      }
      if (next == lines.size()) {
        throw new IllegalStateException(
            "nothing that is printed ends the part '" + mark.part + "': no " + mark.end);
      }
      double end = lines.get(next).seconds();
      parts.put(mark.part, end - begin);
      begin = end;
    }
    parts.put(last, usage.wall() - begin);
    return parts;
  }
}
