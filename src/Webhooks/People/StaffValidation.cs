using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Domain.Texts;

namespace OmoBroadcast.Webhooks.People;

/// <summary>Every fault of the staff list at once, each naming its key or row.</summary>
internal sealed partial class StaffValidation : IValidateOptions<StaffOptions>
{
    private const int LongestStoreName = 60;

    public ValidateOptionsResult Validate(string? name, StaffOptions options)
    {
        var faults = new List<string>(options.Unreadable);
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var stores = new Dictionary<string, (string Store, string Place)>(StringComparer.Ordinal);
        var names = new Dictionary<string, (string Name, string Place)>(StringComparer.Ordinal);
        foreach (var entry in options.Entries)
        {
            faults.AddRange(Person(entry, known));
            if (RoleOf(entry) is not { } role)
                faults.Add($"{entry.Place}: Role '{Printed(entry.Role)}' is none of salesperson, manager, administrator");
            else if (role != Role.Administrator && string.IsNullOrWhiteSpace(entry.Store))
                faults.Add($"{entry.Place}: Store is empty");
            if (Store(entry, stores) is { } fault)
                faults.Add(fault);
            if (StoreName(entry, names) is { } misnamed)
                faults.Add(misnamed);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What each store is called that has a name: said of one of its people, it holds for all of them.</summary>
    public static IReadOnlyDictionary<string, string> StoreNames(StaffOptions options) =>
        options
            .Entries.Where(entry => entry.StoreName?.Trim() is { Length: > 0 } && entry.Store?.Trim() is { Length: > 0 })
            .GroupBy(entry => entry.Store!.Trim(), StringComparer.Ordinal)
            .ToDictionary(store => store.Key, store => store.First().StoreName!.Trim(), StringComparer.Ordinal);

    public static Role? RoleOf(StaffEntry entry) =>
        Enum.TryParse<Role>(entry.Role?.Trim(), ignoreCase: true, out var role)
        && Enum.IsDefined(role)
        && !int.TryParse(entry.Role, CultureInfo.InvariantCulture, out _)
            ? role
            : null;

    private static IEnumerable<string> Person(StaffEntry entry, Dictionary<string, string> known)
    {
        if (string.IsNullOrWhiteSpace(entry.Id))
            yield return $"{entry.Place}: Id is empty";
        else if (!ObjectId().IsMatch(entry.Id.Trim()))
            yield return $"{entry.Place}: Id '{Printed(entry.Id)}' is no object id as Entra shows it (8-4-4-4-12 hexadecimal digits)";
        else if (!known.TryAdd(entry.Id.Trim(), entry.Place))
            yield return $"{entry.Place}: Id '{entry.Id}' is already in {known[entry.Id.Trim()]}";
        if (!VisibleText.Shows(entry.Name))
            yield return $"{entry.Place}: Name is empty";
        else if (!Text(entry.Name!))
            yield return $"{entry.Place}: Name '{Printed(entry.Name)}' holds characters that no name has";
    }

    // Whose customers somebody sees hangs on the store's name: two that look alike are one shop's, misspelt.
    private static string? Store(StaffEntry entry, Dictionary<string, (string Store, string Place)> stores)
    {
        if (entry.Store?.Trim() is not { Length: > 0 } store)
            return null;
        if (!Text(store) || store.Any(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format))
            return $"{entry.Place}: Store '{Printed(store)}' holds characters that nobody sees";
        var look = new string([
            .. store.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)),
        ]).ToUpperInvariant();
        if (stores.TryAdd(look, (store, entry.Place)) || stores[look].Store == store)
            return null;
        return $"{entry.Place}: Store '{store}' is written '{stores[look].Store}' in {stores[look].Place}";
    }

    private static string? StoreName(StaffEntry entry, Dictionary<string, (string Name, string Place)> names)
    {
        if (entry.StoreName?.Trim() is not { Length: > 0 } name)
            return null;
        if (entry.Store?.Trim() is not { Length: > 0 } store)
            return $"{entry.Place}: StoreName '{Printed(name)}' names no Store";
        if (!Text(name) || !VisibleText.Shows(name))
            return $"{entry.Place}: StoreName '{Printed(name)}' holds characters that no name has";
        if (name.Length > LongestStoreName)
            return $"{entry.Place}: StoreName '{Printed(name)}' is longer than {LongestStoreName} characters";
        return names.TryAdd(store, (name, entry.Place)) || names[store].Name == name
            ? null
            : $"{entry.Place}: StoreName of '{store}' is '{Printed(name)}', and '{Printed(names[store].Name)}' in {names[store].Place}";
    }

    private static bool Text(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\uFFFD' or '\uFFFE' or '\uFFFF')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    // What nobody sees is what a fault is looked for in vain for.
    private static string Printed(string? text) =>
        string.Concat(
            (text ?? "").Select(letter =>
                char.IsControl(letter)
                || char.IsSurrogate(letter)
                || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                    ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}")
                    : letter.ToString()
            )
        );

    // Thirteen at the end are the people that the Agents Playground brings along.
    [GeneratedRegex("^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12,13}$", RegexOptions.CultureInvariant)]
    private static partial Regex ObjectId();
}
