using System.Globalization;

namespace OmoBroadcast.Tests.House;

/// <summary>What is larger than a rule allows and was so before the rule: a line for each, its size behind its name. It may become smaller,
/// and is then taken off the list; nothing is added.</summary>
internal sealed class ShrinkingList(string name)
{
    private readonly Dictionary<string, int> listed = Repository
        .Read($"tests/House/Approved/{name}.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => int.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture)
        );

    /// <summary>Those that are larger than <paramref name="most"/> and not on the list, or larger than there.</summary>
    public IEnumerable<string> TooLarge(IEnumerable<(string Name, int Size)> found, int most) =>
        from one in found
        let may = listed.GetValueOrDefault(one.Name, most)
        where one.Size > may
        orderby one.Name
        select $"{one.Name} {one.Size}, at most {may}";

    /// <summary>Those on the list that need not be there.</summary>
    public IEnumerable<string> Needless(IEnumerable<(string Name, int Size)> found, int most)
    {
        var sizes = found.GroupBy(one => one.Name, one => one.Size).ToDictionary(same => same.Key, same => same.Max());
        return listed.Keys.Where(name => sizes.GetValueOrDefault(name) <= most);
    }
}
