"""Which test opens which real or broken input; each ends in rows on the map or a clear message.

The list is what was promised of opening files: who looks for an input finds its test here, and
an input whose test goes away is missed.
"""

import importlib

import pytest

INPUTS = {
    # As makers write them
    "plain CSV": "test_open_csv.test_plain_file",
    "CSV of another delimiter, with quotes and line breaks and decimal commas": (
        "test_open_csv.test_semicolon_decimal_comma_quotes_and_line_breaks"
    ),
    "tab, bar and other delimiters": "test_open_csv.test_other_delimiters",
    "table with titles above its head": (
        "test_open_csv.test_titles_above_the_head_are_left_out_and_said"
    ),
    "table without a head": "test_open_csv.test_file_without_a_head_loses_no_row",
    "degrees, minutes and seconds": "test_open_csv.test_degrees_minutes_seconds",
    "metres of UTM 16N and Lambert": "test_open_csv.test_metres_are_recognised",
    "both coordinates in one column": "test_open_csv.test_one_column_for_both_coordinates",
    "geometry as text": "test_open_csv.test_geometry_as_text",
    "names without accents and case": "test_joining.test_by_name_without_accents_and_case",
    "official codes": "test_joining.test_by_code",
    "workbook of several sheets": "test_open_xlsx.test_several_sheets",
    "workbook with formulas": "test_open_xlsx.test_formulas_give_their_last_values",
    "GeoPackage of several layers": "test_open_geopackage.test_all_layers_and_tables",
    "KML with folders": "test_open_kml.test_folders_become_layers",
    "KMZ": "test_open_kml.test_kmz",
    "zipped shapefile beside other files": (
        "test_open_archives.test_shapefile_in_a_folder_with_other_files"
    ),
    "GeoParquet": "test_open_parquet.test_stated_system",
    "GeoJSON with attributes": "test_open_geojson.test_points_with_attributes",
    "projected data": "test_open_shapefile.test_projected",
    "GeoJSON in metres that says so": "test_open_geojson.test_stated_metres",
    "GeoJSON in metres that does not": "test_open_geojson.test_metres_where_degrees_must_be",
    "GeoJSON with 3D": "test_open_geojson.test_heights_are_dropped_and_said",
    "mixed geometry": ("test_open_geojson.test_points_lines_areas_and_collections_become_layers"),
    "antimeridian": "test_open_geojson.test_antimeridian",
    "shapefile without .prj": "test_open_shapefile.test_without_prj",
    "shapefile in metres without .prj": "test_open_shapefile.test_metres_without_prj",
    "200 columns, duplicate and non-Latin names": (
        "test_open_csv.test_two_hundred_columns_doubled_empty_and_in_other_scripts"
    ),
    "folders and names in any script": (
        "test_open_csv.test_names_in_any_script_with_spaces_and_line_breaks"
    ),
    # With mistakes
    "CSV in the wrong encoding": "test_open_csv.test_encoding_is_found",
    "GeoJSON in the wrong encoding": "test_open_geojson.test_wrong_encoding",
    "KML whose declared encoding is wrong": "test_open_kml.test_declared_encoding_that_is_wrong",
    "shapefile whose code page is wrong": "test_open_shapefile.test_code_page_file_that_is_wrong",
    "swapped latitude and longitude": (
        "test_open_csv.test_exchanged_coordinates_are_turned_and_said"
    ),
    "longitudes without minus": "test_open_csv.test_western_longitudes_without_minus",
    "points out of the country": ("test_open_csv.test_places_abroad_off_the_globe_and_unreadable"),
    "rows of another width": "test_open_csv.test_rows_of_another_width_are_reported_by_number",
    "quotation mark that is not closed": "test_open_csv.test_quotation_mark_that_is_not_closed",
    "GeoJSON with NaN": (
        "test_open_geojson.test_not_a_number_and_no_geometry_are_kept_without_a_place"
    ),
    "self-crossing polygon": "test_open_geojson.test_area_that_crosses_itself_is_mended",
    "ring that is not closed": "test_open_geojson.test_ring_that_is_not_closed",
    "positions beyond the globe": "test_open_geojson.test_beyond_the_globe",
    "names that no place bears": "test_joining.test_unknown_names_are_kept_without_a_place",
    # Broken
    "half a .shp": "test_open_shapefile.test_half_a_part",
    "shapefile without one of its parts": "test_open_shapefile.test_missing_part",
    "empty file": "test_open_csv.test_empty_file",
    "0 rows in CSV": "test_open_csv.test_only_a_head",
    "0 rows in GeoJSON": "test_open_geojson.test_no_rows",
    "0 rows in a shapefile": "test_open_shapefile.test_no_rows",
    "GeoJSON that was cut short": "test_open_geojson.test_cut_short",
    "GeoPackage that was cut short": "test_open_geopackage.test_cut_short",
    "workbook that was cut short": "test_open_xlsx.test_cut_short",
    "archive that was cut short": "test_open_archives.test_cut_short",
    "binary garbage": "test_open_csv.test_binary_garbage",
    "page of the web called .csv": "test_open_csv.test_html_called_csv",
    "directory, and no file at all": "test_formats.test_folder_and_missing_file",
    "no permission": "test_formats.test_no_permission_as_the_system_says_it",
    "pipe and device": "test_formats.test_pipe_and_device_do_not_hang",
    "file that changes while it is read": "test_child.test_file_that_changes_while_it_is_read",
    "file that goes away while it is read": "test_child.test_file_that_goes_away_while_it_is_read",
    "workbook with a password": "test_open_xlsx.test_with_a_password_or_old",
    # Hostile
    "nested zip": "test_open_archives.test_archive_within_an_archive",
    "zip bomb": "tests.hostile.test_files.test_bomb_that_tells_the_truth",
    "zip bomb that lies about its size": (
        "tests.hostile.test_files.test_bomb_that_lies_about_its_size"
    ),
    "zip bomb in a zip bomb": "tests.hostile.test_files.test_bomb_in_a_bomb",
    "workbook that is a bomb": "test_open_xlsx.test_bomb",
    "GeoParquet that is a bomb": "test_open_parquet.test_bomb",
    "../ names in an archive": ("tests.hostile.test_files.test_names_that_lead_out_of_an_archive"),
    "VRT in disguise": "tests.hostile.test_files.test_virtual_format_in_disguise",
    "VRT in an archive": "tests.hostile.test_files.test_virtual_format_in_an_archive",
    "XML entities": "tests.hostile.test_files.test_entities",
    "XML entity of another file": "tests.hostile.test_files.test_entity_of_another_file",
    "entities in a workbook": "test_open_xlsx.test_entities_are_refused",
    "reference system at an address": (
        "tests.hostile.test_files.test_reference_system_at_an_address"
    ),
    "GeoPackage that reads other files": (
        "tests.hostile.test_files.test_geopackage_that_reads_other_files"
    ),
    "GeoPackage whose view never ends": "test_open_geopackage.test_view_that_never_ends",
    "GeoJSON nested without end": "test_open_geojson.test_deep_nesting",
    "templates and formulas": "tests.hostile.test_files.test_templates_and_formulas_stay_text",
}


@pytest.mark.parametrize("test", INPUTS.values(), ids=list(INPUTS))
def test_the_input_has_its_test(test):
    module, _, name = test.rpartition(".")
    where = module if module.startswith("tests.") else f"tests.geodata.files.{module}"
    assert callable(getattr(importlib.import_module(where), name))


def test_no_test_stands_for_two_inputs():
    assert len(INPUTS) == len(set(INPUTS.values())) >= 40
