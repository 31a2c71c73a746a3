import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files against veraPDF's own rules for PDF/UA-1 and PDF/A-3a.
 *
 * <p>One line per file and profile on standard output: OK or FAILED, the profile, the number of rules, the
 * number of checks made, the file. A failed line is followed by one line per broken rule. Exit code 1 when
 * any file breaks a rule. Run by tools/conformity.py, which finds the jar.
 */
public class Conformity {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = true;
        for (String[] pair : new String[][] {{"ua1", "PDFUA-1"}, {"3a", "PDFA-3A"}}) {
            PDFAFlavour flavour = PDFAFlavour.fromString(pair[0]);
            ValidationProfile profile = load(flavour, pair[1]);
            for (String file : files) {
                conforms &= check(file, flavour, profile, pair[1]);
            }
        }
        System.exit(conforms ? 0 : 1);
    }

    private static boolean check(String file, PDFAFlavour flavour, ValidationProfile profile, String name)
            throws Exception {
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = ValidatorFactory.createValidator(profile, 100, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.printf(
                    "%s\t%s\t%d\t%d\t%s%n",
                    result.isCompliant() ? "OK" : "FAILED",
                    name,
                    profile.getRules().size(),
                    result.getTotalAssertions(),
                    file);
            failures(result).forEach((rule, times) -> System.out.printf("\t%s (%d)%n", rule, times));
            return result.isCompliant();
        }
    }

    private static Map<String, Integer> failures(ValidationResult result) {
        Map<String, Integer> found = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = assertion.getRuleId();
                String name = rule.getClause() + "-" + rule.getTestNumber() + " " + assertion.getMessage();
                found.merge(name, 1, Integer::sum);
            }
        }
        return found;
    }

    /** The profiles in the jar are plain XML: the jar lacks the binding that veraPDF reads them with. */
    private static ValidationProfile load(PDFAFlavour flavour, String name) throws Exception {
        Document xml;
        try (InputStream stream = Conformity.class.getResourceAsStream(PROFILES + name + ".xml")) {
            xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element element : elements(xml, "rule")) {
            rules.add(rule(element));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element element : elements(xml, "variable")) {
            variables.add(
                    Profiles.variableFromValues(
                            element.getAttribute("name"),
                            element.getAttribute("object"),
                            text(element, "defaultValue"),
                            text(element, "value")));
        }
        return Profiles.profileFromValues(
                flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date()), "", rules, variables);
    }

    private static Rule rule(Element element) {
        Element id = (Element) element.getElementsByTagName("id").item(0);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"),
                element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null,
                element.getAttribute("tags"),
                text(element, "description"),
                text(element, "test"),
                Profiles.errorFromValues(text(element, "message"), new ArrayList<>()),
                new ArrayList<>());
    }

    private static List<Element> elements(Document xml, String tag) {
        NodeList nodes = xml.getElementsByTagName(tag);
        List<Element> found = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            found.add((Element) nodes.item(index));
        }
        return found;
    }

    private static String text(Element element, String tag) {
        NodeList nodes = element.getElementsByTagName(tag);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent();
    }
}
