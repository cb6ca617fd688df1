import java.io.File;
import java.io.InputStream;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.w3c.dom.*;

/**
 * Runs the veraPDF validator without its command line (which the wheel leaves out): Vera 2a,ua1 FILE.pdf…
 * The profiles lie in the jar as XML; they are read by hand because their usual reader needs JAXB, which the jar lacks.
 */
public class Vera {
  public static void main(String[] args) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    int done = 0, passed = 0;
    for (int i = 1; i < args.length; i++)
      for (String flavour : args[0].split(",")) {
        done++;
        if (validate(flavour, new File(args[i]))) passed++;
      }
    System.out.println(passed + " of " + done + " validations passed");
    System.exit(done > 0 && passed == done ? 0 : 1);
  }

  static boolean validate(String flavour, File file) {
    try {
      ValidationProfile profile = profile(flavour);
      try (PDFAParser parser = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
           PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, -1, false, true, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour + " " + file
            + " rules=" + profile.getRules().size() + " checks=" + result.getTotalAssertions());
        if (!result.isCompliant()) printFailures(result);
        return result.isCompliant() && result.getTotalAssertions() > 0;
      }
    } catch (Throwable e) {
      System.out.println("ERROR " + flavour + " " + file + " " + e);
      return false;
    }
  }

  /** One line per failing rule: how often, and the first message with its place. */
  static void printFailures(ValidationResult result) {
    Map<String, Integer> count = new TreeMap<>();
    Map<String, String> first = new HashMap<>();
    for (TestAssertion t : result.getTestAssertions()) {
      if (t.getStatus() != TestAssertion.Status.FAILED) continue;
      String rule = t.getRuleId().getClause() + "-" + t.getRuleId().getTestNumber();
      String message = t.getErrorMessage() != null ? t.getErrorMessage() : t.getMessage();
      count.merge(rule, 1, Integer::sum);
      first.putIfAbsent(rule, message + " @" + t.getLocation().getContext());
    }
    count.forEach((rule, n) -> System.out.println("   " + rule + " x" + n + ": " + first.get(rule)));
  }

  static ValidationProfile profile(String flavour) throws Exception {
    String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
    Element root;
    try (InputStream in = Vera.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
    }
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element r : elements(root, "rule")) {
      Element id = elements(r, "id").get(0);
      RuleId ruleId = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
          id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
      rules.add(Profiles.ruleFromValues(ruleId, r.getAttribute("object"),
          "true".equals(r.getAttribute("deferred")) ? Boolean.TRUE : null, r.getAttribute("tags"),
          text(r, "description"), text(r, "test"),
          Profiles.errorFromValues(text(r, "message"), new ArrayList<>()), new ArrayList<>()));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element v : elements(root, "variable"))
      variables.add(Profiles.variableFromValues(v.getAttribute("name"), v.getAttribute("object"),
          text(v, "defaultValue"), text(v, "value")));
    return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
  }

  static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
    return found;
  }

  static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
